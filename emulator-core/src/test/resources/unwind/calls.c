/* Functions that call each other in all the ways that gcc keeps no frame pointer for. */
typedef unsigned long word;
volatile word sink;

#define AWAY __attribute__((noinline, noclone, noipa))

AWAY static word leaf(word a)
{
    return a * 3 + 1;
}

/* Saves every register that it has to. */
AWAY static word busy(word a, word b, word c, word d, word e, word f)
{
    word sum = 0;
    for (word i = 0; i < 3; i++) {
        sum += leaf(a + i) ^ leaf(b + i) ^ leaf(c + i);
        sum += leaf(d + i) ^ leaf(e + i) ^ leaf(f + i);
    }
    return sum;
}

AWAY static word recurse(word depth, word (*last)(word))
{
    volatile word room[5];
    room[depth % 5] = depth;
    word below = depth == 0 ? last(depth) : recurse(depth - 1, last);
    return below + room[depth % 5];
}

/* A stack of another alignment: gcc describes its frame with an expression. */
AWAY static word aligned(word a)
{
    volatile word room[16] __attribute__((aligned(64)));
    room[a % 16] = busy(a, 1, 2, 3, 4, 5);
    return room[a % 16] + leaf((word)&room[0]);
}

/* A stack of a size that is known late. */
AWAY static word sized(word n)
{
    volatile char *room = __builtin_alloca(n + 16);
    room[n] = (char)n;
    return leaf(room[n]) + aligned(n);
}

/* Returns early, before it has set anything up. */
AWAY static word early(word a)
{
    if (a & 1)
        return a;
    sink += leaf(a);
    return busy(a, a, a, a, a, a) + sized(a);
}

/* Assembly with its own information. */
word pushes(word);
__asm__(".globl pushes\n.type pushes, @function\npushes:\n.cfi_startproc\n"
#ifdef __x86_64__
        "push %rbx\n.cfi_adjust_cfa_offset 8\n.cfi_rel_offset %rbx, 0\n"
        "mov %rdi, %rbx\n"
        "push %rdi\n.cfi_adjust_cfa_offset 8\n"
        "call 1f\n"
        "pop %rdi\n.cfi_adjust_cfa_offset -8\n"
        "pop %rbx\n.cfi_adjust_cfa_offset -8\n.cfi_restore %rbx\n"
        "ret\n"
        "1: mov %rsp, %r11\n.cfi_remember_state\n.cfi_def_cfa %r11, 8\nsub $128, %rsp\nlea 1(%rbx), %rax\nmov %r11, %rsp\n"
        ".cfi_restore_state\n.cfi_def_cfa %rsp, 8\nret\n"
#else
        "push %ebx\n.cfi_adjust_cfa_offset 4\n.cfi_rel_offset %ebx, 0\n"
        "mov 8(%esp), %ebx\n"
        "call 1f\n"
        "pop %ebx\n.cfi_adjust_cfa_offset -4\n.cfi_restore %ebx\n"
        "ret\n"
        "1: mov %esp, %ecx\n.cfi_remember_state\n.cfi_def_cfa %ecx, 4\nsub $128, %esp\nlea 1(%ebx), %eax\nmov %ecx, %esp\n"
        ".cfi_restore_state\n.cfi_def_cfa %esp, 4\nret\n"
#endif
        ".cfi_endproc\n.size pushes, . - pushes\n");

/* Goes on for as long as somebody runs it. */
void start(void)
{
    for (;;) {
        sink += recurse(4, leaf);
        sink += recurse(2, early) + early(sink | 1) + pushes(sink);
        sink += sized(sink & 15);
    }
}
