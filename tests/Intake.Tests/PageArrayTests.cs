using Wan.Intake.Doors;

namespace Wan.Intake.Tests;

[Collection(MeasuresMemory.Name)]
public sealed class PageArrayTests
{
    private const int Length = 1_000_003;

    [Fact]
    public void Disposed_it_takes_no_memory_any_more_and_others_keep_theirs()
    {
        var arrays = Enumerable.Range(0, 9).Select(_ => new PageArray(Length)).ToList();
        arrays.ForEach(array => array.Bytes.AsSpan().Fill(7));

        for (var number = 0; number < arrays.Count; number += 2)
        {
            arrays[number].Dispose();
            arrays[number].Dispose();
        }

        foreach (var (number, array) in arrays.Index())
            array.Bytes.AsSpan().IndexOfAnyExcept((byte)7).ShouldBe(number % 2 == 0 ? array.Bytes.AsSpan().IndexOf((byte)0) : -1);
        foreach (var array in arrays.Where((_, number) => number % 2 == 0))
            array.Bytes.AsSpan().Count((byte)0).ShouldBeGreaterThan(Length - (2 * Environment.SystemPageSize));
    }

    [Fact]
    public void What_is_reserved_and_not_written_to_takes_no_memory()
    {
        var before = Environment.WorkingSet;
        using var array = new PageArray(1 << 30);

        (Environment.WorkingSet - before).ShouldBeLessThan(1 << 30);
    }
}
