; Key codes (scan code * 256 + character) of a US keyboard: plain, shift, ctrl, alt. 0: the key gives nothing.

; KEY scan, plain, shift, ctrl, alt: characters; 0 for none. The scan code goes into the upper half.
%macro KEY 5
        dw      (%1) << 8 | (%2), (%1) << 8 | (%3)
  %if (%4) = 0
        dw      0
  %else
        dw      (%1) << 8 | (%4)
  %endif
        dw      %5
%endmacro
; A letter: ctrl gives 1..26, alt the scan code with 0.
%macro LETTER 2
        dw      (%1) << 8 | (%2), (%1) << 8 | ((%2) - 0x20), (%1) << 8 | ((%2) - 0x60), (%1) << 8
%endmacro
; Four whole codes.
%macro CODES 4
        dw      %1, %2, %3, %4
%endmacro

key_table:
        CODES   0, 0, 0, 0
        CODES   0x011B, 0x011B, 0x011B, 0x01F0          ; Esc
        KEY     0x02, '1', '!', 0, 0x7800
        CODES   0x0332, 0x0340, 0x0300, 0x7900          ; 2 @
        KEY     0x04, '3', '#', 0, 0x7A00
        KEY     0x05, '4', '$', 0, 0x7B00
        KEY     0x06, '5', '%', 0, 0x7C00
        KEY     0x07, '6', '^', 0x1E, 0x7D00
        KEY     0x08, '7', '&', 0, 0x7E00
        KEY     0x09, '8', '*', 0, 0x7F00
        KEY     0x0A, '9', '(', 0, 0x8000
        KEY     0x0B, '0', ')', 0, 0x8100
        KEY     0x0C, '-', '_', 0x1F, 0x8200
        KEY     0x0D, '=', '+', 0, 0x8300
        CODES   0x0E08, 0x0E08, 0x0E7F, 0x0EF0          ; Backspace
        CODES   0x0F09, 0x0F00, 0x9400, 0xA500          ; Tab
        LETTER  0x10, 'q'
        LETTER  0x11, 'w'
        LETTER  0x12, 'e'
        LETTER  0x13, 'r'
        LETTER  0x14, 't'
        LETTER  0x15, 'y'
        LETTER  0x16, 'u'
        LETTER  0x17, 'i'
        LETTER  0x18, 'o'
        LETTER  0x19, 'p'
        KEY     0x1A, '[', '{', 0x1B, 0x1AF0
        KEY     0x1B, ']', '}', 0x1D, 0x1BF0
        CODES   0x1C0D, 0x1C0D, 0x1C0A, 0x1CF0          ; Enter
        CODES   0, 0, 0, 0                              ; Ctrl
        LETTER  0x1E, 'a'
        LETTER  0x1F, 's'
        LETTER  0x20, 'd'
        LETTER  0x21, 'f'
        LETTER  0x22, 'g'
        LETTER  0x23, 'h'
        LETTER  0x24, 'j'
        LETTER  0x25, 'k'
        LETTER  0x26, 'l'
        KEY     0x27, ';', ':', 0, 0x27F0
        KEY     0x28, 0x27, '"', 0, 0x28F0
        KEY     0x29, '`', '~', 0, 0x29F0
        CODES   0, 0, 0, 0                              ; left Shift
        KEY     0x2B, '\', '|', 0x1C, 0x2BF0
        LETTER  0x2C, 'z'
        LETTER  0x2D, 'x'
        LETTER  0x2E, 'c'
        LETTER  0x2F, 'v'
        LETTER  0x30, 'b'
        LETTER  0x31, 'n'
        LETTER  0x32, 'm'
        KEY     0x33, ',', '<', 0, 0x33F0
        KEY     0x34, '.', '>', 0, 0x34F0
        KEY     0x35, '/', '?', 0, 0x35F0
        CODES   0, 0, 0, 0                              ; right Shift
        CODES   0x372A, 0x372A, 0x9600, 0x37F0          ; keypad *
        CODES   0, 0, 0, 0                              ; Alt
        CODES   0x3920, 0x3920, 0x3920, 0x3920          ; space
        CODES   0, 0, 0, 0                              ; Caps Lock
%assign key 0
%rep 10                                                 ; F1..F10
        CODES   (0x3B + key) << 8, (0x54 + key) << 8, (0x5E + key) << 8, (0x68 + key) << 8
  %assign key key + 1
%endrep
        CODES   0, 0, 0, 0                              ; Num Lock
        CODES   0, 0, 0, 0                              ; Scroll Lock
        CODES   0x4700, 0x4737, 0x7700, 0               ; keypad 7
        CODES   0x4800, 0x4838, 0x8D00, 0
        CODES   0x4900, 0x4939, 0x8400, 0
        CODES   0x4A2D, 0x4A2D, 0x8E00, 0x4AF0          ; keypad -
        CODES   0x4B00, 0x4B34, 0x7300, 0
        CODES   0x4CF0, 0x4C35, 0x8F00, 0
        CODES   0x4D00, 0x4D36, 0x7400, 0
        CODES   0x4E2B, 0x4E2B, 0x9000, 0x4EF0          ; keypad +
        CODES   0x4F00, 0x4F31, 0x7500, 0
        CODES   0x5000, 0x5032, 0x9100, 0
        CODES   0x5100, 0x5133, 0x7600, 0
        CODES   0x5200, 0x5230, 0x9200, 0
        CODES   0x5300, 0x532E, 0x9300, 0
        CODES   0, 0, 0, 0                              ; SysRq
        CODES   0, 0, 0, 0
        KEY     0x56, '\', '|', 0x1C, 0                 ; the 102nd key
        CODES   0x8500, 0x8700, 0x8900, 0x8B00          ; F11
        CODES   0x8600, 0x8800, 0x8A00, 0x8C00          ; F12

; The keys that Caps Lock turns: a bit a scan code.
letter_keys:
        dw      0x0000, 0xC3FF, 0xF07F, 0x0007, 0x0000, 0x0000

; Keys with the prefix E0: scan code; plain, shift, ctrl, alt.
%macro GREY 5
        db      %1
        dw      %2, %3, %4, %5
%endmacro
grey_key_table:
        GREY    0x1C, 0xE00D, 0xE00D, 0xE00A, 0xA600    ; keypad Enter
        GREY    0x35, 0xE02F, 0xE02F, 0x9500, 0xA400    ; keypad /
        GREY    0x47, 0x47E0, 0x47E0, 0x77E0, 0x9700    ; Home
        GREY    0x48, 0x48E0, 0x48E0, 0x8DE0, 0x9800    ; up
        GREY    0x49, 0x49E0, 0x49E0, 0x84E0, 0x9900    ; Page Up
        GREY    0x4B, 0x4BE0, 0x4BE0, 0x73E0, 0x9B00    ; left
        GREY    0x4D, 0x4DE0, 0x4DE0, 0x74E0, 0x9D00    ; right
        GREY    0x4F, 0x4FE0, 0x4FE0, 0x75E0, 0x9F00    ; End
        GREY    0x50, 0x50E0, 0x50E0, 0x91E0, 0xA000    ; down
        GREY    0x51, 0x51E0, 0x51E0, 0x76E0, 0xA100    ; Page Down
        GREY    0x52, 0x52E0, 0x52E0, 0x92E0, 0xA200    ; Insert
        GREY    0x53, 0x53E0, 0x53E0, 0x93E0, 0xA300    ; Delete
        db      0
