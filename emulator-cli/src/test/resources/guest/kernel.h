/* What the kernels of these tests share: ports, and a line on COM1. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

static inline void out8(u16 port, u8 value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }

static inline u8 in8(u16 port)
{
    u8 value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static void put(char c)
{
    while (!(in8(0x3fd) & 0x20))
        ;
    out8(0x3f8, c);
}

static void print(const char *text)
{
    while (*text)
        put(*text++);
}

static inline void debug_exit(u8 value) { out8(0xf4, value); }
