/* Finds its heap damaged and says so on COM1. */
#include "kernel.h"

static void panic(const char *why)
{
    print("Kernel panic: ");
    print(why);
    print("\n");
    for (;;)
        ;
}

static void check_heap(u32 magic)
{
    if (magic != 0xfeed)
        panic("heap is damaged");
}

void kernel_main(void)
{
    print("checking the heap\n");
    check_heap(0xbeef);
    debug_exit(0);
}
