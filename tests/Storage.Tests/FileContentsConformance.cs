using Wan.Storage.Bodies;
using Wan.Storage.Files;

namespace Wan.Storage.Tests;

/// <summary>What every implementation of <see cref="IFileContents"/> must do.</summary>
public abstract class FileContentsConformance : IAsyncLifetime
{
    private static readonly string A = Id(1), B = Id(2), C = Id(3);

    private IFileContents contents = null!;

    /// <summary>Opens the store of this test once more.</summary>
    protected abstract IFileContents Open();

    public virtual Task InitializeAsync()
    {
        contents = Open();
        return Task.CompletedTask;
    }

    public abstract Task DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(Pieces.Length)]
    [InlineData(Pieces.Length + 1)]
    [InlineData((3 * Pieces.Length) + 7)]
    public async Task A_content_of_any_length_comes_back_as_it_was_in_another_process(int length)
    {
        var bytes = await KeepAsync(A, length);

        (await ReadAsync(Open(), A)).ShouldNotBeNull().AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task It_can_be_read_from_any_place()
    {
        var bytes = await KeepAsync(A, (2 * Pieces.Length) + 50);
        await using var stream = (await contents.OpenAsync(A))!;
        stream.Length.ShouldBe(bytes.Length);

        foreach (var from in new[] { Pieces.Length + 10, 3, (2 * Pieces.Length) + 40, Pieces.Length - 5 })
        {
            stream.Position = from;
            var buffer = new byte[10];
            await stream.ReadExactlyAsync(buffer);
            buffer.ShouldBe(bytes[from..(from + 10)]);
        }
    }

    [Fact]
    public async Task A_draft_can_become_the_content_of_another_file()
    {
        await using (var draft = contents.Begin(A))
        {
            await draft.Stream.WriteAsync(new byte[100]);
            draft.Become(B);
            await contents.KeepAsync(draft);
        }

        (await ReadAsync(Open(), B)).ShouldNotBeNull().Length.ShouldBe(100);
        (await contents.IdsAsync("", 10)).ShouldBe([B]);
    }

    [Fact]
    public async Task What_was_not_kept_is_not_found_and_leaves_nothing()
    {
        await KeepAsync(B, 10);
        await using (var draft = contents.Begin(A))
            await draft.Stream.WriteAsync(new byte[100]);

        (await contents.OpenAsync(A)).ShouldBeNull();
        (await contents.IdsAsync("", 10)).ShouldBe([B]);
        contents.DeleteDrafts(DateTimeOffset.MaxValue).ShouldBe(0);
    }

    [Fact]
    public async Task A_content_is_deleted_whole_and_no_other_with_it()
    {
        foreach (var id in new[] { A, B, C })
            await KeepAsync(id, (2 * Pieces.Length) + 1);

        await contents.DeleteAsync(B);
        await contents.DeleteAsync(B);

        (await contents.OpenAsync(B)).ShouldBeNull();
        (await contents.IdsAsync("", 10)).ShouldBe([A, C]);
        (await contents.IdsAsync(A, 10)).ShouldBe([C]);
    }

    protected async Task<byte[]> KeepAsync(string id, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await using var draft = contents.Begin(id);
        await draft.Stream.WriteAsync(bytes);
        await contents.KeepAsync(draft);
        return bytes;
    }

    protected static string Id(int number) => $"00000000-0000-7000-8000-{number:d12}";

    private static async Task<byte[]?> ReadAsync(IFileContents from, string id)
    {
        await using var stream = await from.OpenAsync(id);
        if (stream is null)
            return null;
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
