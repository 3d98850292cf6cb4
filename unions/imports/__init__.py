"""Lists of units, people and headcounts taken in from spreadsheets: judged row by row, then written or not at all."""
