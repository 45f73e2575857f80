using System.Collections.Generic;

namespace KeyRotation.Sandbox.Iam.Seeding;

/// <summary>
/// Numbers drawn from a seed (SplitMix64). <see cref="System.Random"/> does not promise the same numbers on the next runtime; a rehearsed
/// runbook should find the same account there.
/// </summary>
internal sealed class SeededSequence
{
    private ulong state;

    public SeededSequence(int seed) => state = unchecked((ulong)seed);

    /// <summary>A number from <paramref name="least"/> up to but not including <paramref name="end"/>.</summary>
    public int Next(int least, int end) => least + (int)(Draw() % (ulong)(end - least));

    public bool Chance(int percent) => Next(0, 100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(0, items.Count)];

    /// <summary>So many different numbers below <paramref name="end"/>.</summary>
    public IReadOnlySet<int> Choose(int count, int end)
    {
        var chosen = new HashSet<int>();
        while (chosen.Count < count)
        {
            // Floyd's way: no number is drawn in vain, however many are wanted.
            var last = end - count + chosen.Count;
            var number = Next(0, last + 1);
            chosen.Add(chosen.Contains(number) ? last : number);
        }

        return chosen;
    }

    private ulong Draw()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
