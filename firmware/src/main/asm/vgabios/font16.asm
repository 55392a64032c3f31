; The 8x16 font alone, for machines that start a kernel without running the VGA BIOS: 256 characters of 16 rows.
%define FIRST_ROW 0
%define LAST_ROW 15
%include "fontrows.inc"
%include "font16.inc"
