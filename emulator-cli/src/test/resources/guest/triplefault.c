/* Turns paging on, follows a wild pointer, and has no handler: the page fault, the double fault and the machine end. */
#include "kernel.h"

static u32 directory[1024] __attribute__((aligned(4096)));
static u32 table[1024] __attribute__((aligned(4096)));
static u32 *wild = (u32 *)0x00c0ffe0;

static void turn_paging_on(void)
{
    directory[0] = (u32)table | 3;
    for (u32 i = 0; i < 1024; i++)
        table[i] = i << 12 | 3;
    __asm__ volatile("movl %0, %%cr3; movl %%cr0, %%eax; orl $0x80000000, %%eax; movl %%eax, %%cr0"
                     : : "r"(directory) : "eax", "memory");
}

static void crash(u32 depth)
{
    if (depth > 0)
        crash(depth - 1);
    else
        *wild = 0xdead;
    out8(0x80, depth); /* not a tail call */
}

void kernel_main(void)
{
    print("about to follow a wild pointer\n");
    turn_paging_on();
    crash(2);
}
