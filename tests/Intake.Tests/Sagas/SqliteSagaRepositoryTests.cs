using Wan.Fixtures;
using Wan.Storage;

namespace Wan.Intake.Tests.Sagas;

public sealed class SqliteSagaRepositoryTests : SagaRepositoryConformance
{
    private readonly TemporaryFolder folder = new();

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Storage:Directory"] = folder.Path };

    protected override ValueTask DisposeStoreAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
