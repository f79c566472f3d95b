using Wan.Storage.Bodies;

namespace Wan.Storage.Tests;

/// <summary>What every implementation of <see cref="IRequestBodies"/> must do.</summary>
public abstract class RequestBodiesConformance : IAsyncLifetime
{
    private IRequestBodies bodies = null!;

    /// <summary>Opens the database of this test once more.</summary>
    protected abstract IRequestBodies Open();

    public virtual Task InitializeAsync()
    {
        bodies = Open();
        return Task.CompletedTask;
    }

    public abstract Task DisposeAsync();

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(Pieces.Length - 1)]
    [InlineData(Pieces.Length)]
    [InlineData(Pieces.Length + 1)]
    [InlineData((3 * Pieces.Length) + 7)]
    public async Task A_body_of_any_length_comes_back_as_it_was_in_another_process(int length)
    {
        var body = Bytes(length);

        await bodies.SaveAsync("a", body);

        (await Open().FindAsync("a")).ShouldNotBeNull().AsSpan().SequenceEqual(body).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task What_was_never_stored_is_not_found()
    {
        await bodies.SaveAsync("b", Bytes(10));

        (await bodies.FindAsync("a")).ShouldBeNull();
        (await bodies.FindAsync("b/0")).ShouldBeNull();
    }

    [SkippableFact]
    public async Task A_part_of_a_body_is_no_memory_of_the_whole_array()
    {
        var buffer = Bytes(100);

        await bodies.SaveAsync("a", buffer.AsMemory(10, 50));

        (await bodies.FindAsync("a")).ShouldBe(buffer[10..60]);
    }

    [SkippableFact]
    public async Task Stored_again_by_many_it_is_there_once()
    {
        var body = Bytes(Pieces.Length + 10);
        var rivals = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        await Task.WhenAll(rivals.Concat(rivals).Select(rival => rival.SaveAsync("a", body)));

        (await bodies.FindAsync("a")).ShouldNotBeNull().AsSpan().SequenceEqual(body).ShouldBeTrue();
        (await bodies.IdsAsync("", 10)).ShouldBe(["a"]);
    }

    [SkippableFact]
    public async Task A_body_is_deleted_whole_and_no_other_with_it()
    {
        foreach (var id in new[] { "a", "a1", "b" })
            await bodies.SaveAsync(id, Bytes((2 * Pieces.Length) + 1));

        await bodies.DeleteAsync("a");
        await bodies.DeleteAsync("a");

        (await bodies.FindAsync("a")).ShouldBeNull();
        (await bodies.FindAsync("a1")).ShouldNotBeNull();
        (await bodies.IdsAsync("", 10)).ShouldBe(["a1", "b"]);
    }

    [SkippableFact]
    public async Task Ids_are_listed_in_their_order_from_where_the_last_list_ended()
    {
        foreach (var id in new[] { "d", "b", "a", "c" })
            await bodies.SaveAsync(id, Bytes(id == "b" ? (2 * Pieces.Length) + 1 : 10));

        (await bodies.IdsAsync("", 2)).ShouldBe(["a", "b"]);
        (await bodies.IdsAsync("b", 2)).ShouldBe(["c", "d"]);
        (await bodies.IdsAsync("d", 2)).ShouldBeEmpty();
    }

    protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
