using Microsoft.Extensions.Options;
using Wan.Fixtures;
using Wan.Storage.Bodies;

namespace Wan.Storage.Tests;

public sealed class SqliteRequestBodiesTests : RequestBodiesConformance
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SqliteRequestBodies> opened = [];

    public override Task DisposeAsync()
    {
        opened.ForEach(bodies => bodies.Dispose());
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_reader_without_the_file_of_Intake_says_so_and_makes_none()
    {
        using var elsewhere = new TemporaryFolder();
        var reader = Open(elsewhere.Path);

        var fault = await Should.ThrowAsync<StorageException>(() => reader.FindAsync("a"));

        fault.Message.ShouldContain("Storage:Directory");
        Directory.GetFiles(elsewhere.Path).ShouldBeEmpty();
    }

    protected override IRequestBodies Open() => Open(folder.Path);

    private SqliteRequestBodies Open(string directory)
    {
        var bodies = new SqliteRequestBodies(
            SqliteStoreFixture.Open(directory), Options.Create(new StorageOptions { Directory = directory, BusyTimeout = TimeSpan.FromSeconds(30) }));
        opened.Add(bodies);
        return bodies;
    }
}
