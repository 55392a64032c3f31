/* Built without frame pointers, as kernels mostly are: a check fails in a leaf, deep in calls, and has no handler. */
#include "kernel.h"

static u32 heap[64];

__attribute__((noipa)) static void take(u32 *block, u32 count)
{
    for (u32 i = 0; i < count; i++)
        if (block[i * 16] != 0)
            __asm__ volatile("ud2");
    block[0] = count;
}

__attribute__((noinline)) static u32 allocate(u32 count)
{
    if (count > 3)
        return allocate(count - 1) + allocate(count - 2);
    take(heap, count);
    return heap[count];
}

void kernel_main(void)
{
    print("allocating\n");
    out8(0x80, allocate(6));
}
