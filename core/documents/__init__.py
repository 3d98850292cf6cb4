"""Official documents: described once as plain values, written as PDF and as DOCX with the same words."""
