using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Wan.Storage.Tests;

public sealed class StorageRegistrationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("wan-storage-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_process_gets_its_documents_by_their_type()
    {
        await using var process = Build(("Storage:Directory", Path.Combine(folder, "new", "data")));
        await process.StartAsync();

        var letters = process.Services.GetRequiredService<IDocuments<Letter>>();

        (await letters.InsertAsync(new Letter { Id = "a", CreatedAt = DateTimeOffset.UtcNow })).ShouldBeTrue();
        File.Exists(Path.Combine(folder, "new", "data", "post.db")).ShouldBeTrue();
        (await HealthAsync(process)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_store_whose_file_is_gone_is_unhealthy_and_says_which()
    {
        await using var process = Build(("Storage:Directory", folder));
        await process.StartAsync();
        File.Delete(Path.Combine(folder, "post.db"));

        var health = await HealthAsync(process);

        health.Status.ShouldBe(HealthStatus.Unhealthy);
        health.Entries["storage"].Description.ShouldNotBeNull().ShouldContain("post.db is gone");
    }

    [Theory]
    [InlineData("Storage:Provider", "oracle", "Storage:Provider is 'oracle'")]
    [InlineData("Storage:Directory", " ", "Storage:Directory is empty")]
    [InlineData("Storage:Directory", "/dev/null/data", "Storage:Directory")]
    public async Task A_wrong_setting_ends_the_start_with_a_message_that_names_the_key(string key, string value, string message)
    {
        await using var process = Build((key, value));

        var exception = await Should.ThrowAsync<OptionsValidationException>(() => process.StartAsync());

        exception.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Asking_for_MongoDB_names_what_is_missing_for_it()
    {
        await using var process = Build(("Storage:Provider", "mongodb"));

        var exception = await Should.ThrowAsync<OptionsValidationException>(() => process.StartAsync());

        exception.Message.ShouldContain("Storage:MongoDb:ConnectionString is missing");
    }

    [Fact]
    public async Task A_file_that_is_no_database_ends_the_start_with_advice()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "post.db"), string.Concat(Enumerable.Repeat("not a database, ", 500)));
        await using var process = Build(("Storage:Directory", folder));

        var exception = await Should.ThrowAsync<OptionsValidationException>(() => process.StartAsync());

        exception.Message.ShouldContain("post.db is damaged or not a database");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Post")]
    [InlineData("post; DROP TABLE letters")]
    public void A_name_that_could_not_name_a_file_or_a_table_is_refused(string name)
    {
        var services = new ServiceCollection();

        Should.Throw<ArgumentException>(() => services.AddDocuments(new Collection<Letter>("post", name, LetterJson.Default.Letter)));
        Should.Throw<ArgumentException>(() => services.AddDocuments(new Collection<Letter>(name, "letters", LetterJson.Default.Letter)));
    }

    private static WebApplication Build(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddStorage(builder.Configuration).AddStorage(builder.Configuration);
        builder.Services.AddDocuments(Letter.Letters);
        return builder.Build();
    }

    private static Task<HealthReport> HealthAsync(WebApplication process) => process.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
}
