/* Is content. */
#include "kernel.h"

void kernel_main(void)
{
    print("all is well\n");
    debug_exit(0);
}
