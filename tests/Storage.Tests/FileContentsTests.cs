using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Fixtures;
using Wan.Storage.Files;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

/// <summary>In a folder.</summary>
public sealed class FolderFileContentsTests : FileContentsConformance
{
    private readonly TemporaryFolder folder = new();

    public override Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_reader_without_the_folder_of_Intake_says_so_and_makes_none()
    {
        using var elsewhere = new TemporaryFolder();

        var fault = await Should.ThrowAsync<StorageException>(() => Open(elsewhere.Path).OpenAsync(Id(1)));

        fault.Message.ShouldContain("Storage:Directory");
        Directory.GetFileSystemEntries(elsewhere.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../requests.db")]
    [InlineData("incoming")]
    [InlineData("")]
    public async Task What_is_no_id_is_no_way_out_of_the_folder(string id)
    {
        await KeepAsync(Id(1), 10);

        await Should.ThrowAsync<ArgumentException>(() => Open().OpenAsync(id));
        Should.Throw<ArgumentException>(() => Open().Begin(id));
    }

    [Fact]
    public async Task What_others_put_into_the_folder_is_no_content()
    {
        await KeepAsync(Id(1), 10);
        foreach (var name in new[] { ".DS_Store", "photo.jpg", Guid.NewGuid().ToString().ToUpperInvariant() })
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "files", name), "x");

        (await Open().IdsAsync("", 10)).ShouldBe([Id(1)]);
    }

    [Fact]
    public async Task A_draft_whose_process_died_is_deleted_once_it_is_old()
    {
        var contents = Open();
        var left = contents.Begin(Id(1));
        await left.Stream.WriteAsync(new byte[10]);

        contents.DeleteDrafts(DateTimeOffset.UtcNow.AddHours(-1)).ShouldBe(0);
        contents.DeleteDrafts(DateTimeOffset.UtcNow.AddMinutes(1)).ShouldBe(1);

        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    protected override IFileContents Open() => Open(folder.Path);

    private static FolderFileContents Open(string directory) => new(Options.Create(new StorageOptions { Directory = directory }));
}

/// <summary>The genuine driver on a double of the server.</summary>
public sealed class MongoDbFileContentsTests : FileContentsConformance
{
    private readonly MongoDbWireStoreFixture fixture = new();

    public override Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task Half_a_content_is_not_found_but_listed_and_can_be_deleted()
    {
        await KeepAsync(Id(1), (2 * Bodies.Pieces.Length) + 1);
        await ((MongoDbStore)fixture.Open()).Database.GetCollection<BsonDocument>("intake.file_pieces").DeleteOneAsync(new BsonDocument("_id", Id(1)));

        (await Open().OpenAsync(Id(1))).ShouldBeNull();
        (await Open().IdsAsync("", 10)).ShouldBe([Id(1)]);

        await Open().DeleteAsync(Id(1));
        (await Open().IdsAsync("", 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_draft_has_no_name_so_that_nothing_of_it_stays_if_its_process_dies()
    {
        var id = Guid.CreateVersion7().ToString();
        await using var draft = Open().Begin(id);
        await draft.Stream.WriteAsync(new byte[10]);

        Directory.GetFiles(Path.GetTempPath(), $"*{id}*").ShouldBeEmpty();
    }

    protected override IFileContents Open() => new MongoDbFileContents((MongoDbStore)fixture.Open());
}
