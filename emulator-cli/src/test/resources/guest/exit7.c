/* Gives up with a number of its own. */
#include "kernel.h"

void kernel_main(void)
{
    print("seven tests failed\n");
    debug_exit(7);
}
