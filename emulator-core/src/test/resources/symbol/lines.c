/* A program whose symbols and lines a test knows. It is never run. */
int counter;

static int twice(int number)
{
    counter++;
    return 2 * number;
}

int start(int number)
{
    return twice(number) +
           twice(counter);
}
