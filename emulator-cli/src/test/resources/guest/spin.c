/* Turns interrupts off and waits for what only an interrupt could bring. */
#include "kernel.h"

static volatile u32 ticks;

static void wait_for_tick(void)
{
    while (ticks == 0)
        ;
}

void kernel_main(void)
{
    __asm__ volatile("cli");
    print("waiting\n");
    wait_for_tick();
    debug_exit(0);
}
