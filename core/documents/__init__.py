"""Documents are described as plain values and written as PDF and DOCX."""
