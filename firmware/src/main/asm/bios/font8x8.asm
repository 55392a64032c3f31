; The 8 x 8 font of characters 00h..7Fh at its usual place, from the VGA BIOS's pictures; only its lower half fits here.
%define FIRST_ROW       0
%define LAST_ROW        7
%include "fontrows.inc"
%unmacro endglyphs 0
%assign glyph_group 0
%macro endglyphs 0
  %if glyph_group < 16
        db      glyph_0
        db      glyph_1
        db      glyph_2
        db      glyph_3
        db      glyph_4
        db      glyph_5
        db      glyph_6
        db      glyph_7
  %endif
  %assign glyph_group glyph_group + 1
  %assign glyph_row 0
%endmacro
%assign glyph_row 0
%include "font8.inc"
