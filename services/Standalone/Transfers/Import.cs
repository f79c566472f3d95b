using System.Text.Json;
using Wan.Archiver.Transfers;
using Wan.Intake.Transfers;

namespace Wan.Standalone.Transfers;

/// <summary>Reads what <see cref="Export"/> wrote. What is there already stays as it is, so that it may be done again.</summary>
internal sealed class Import(GenerationTransfer generations, ArchiveTransfer archives)
{
    private readonly long[] counts = new long[Enum.GetValues<PutGeneration>().Length];

    /// <summary>Lines that could not be read.</summary>
    public long Bad { get; private set; }

    /// <summary>How many of which outcome.</summary>
    public long CountOf(PutGeneration outcome) => counts[(int)outcome];

    /// <summary>Puts them in.</summary>
    /// <param name="lines">A generation each.</param>
    /// <param name="complain">Is told of each line that is not put in though it should be.</param>
    /// <param name="cancellationToken">Ends it after a line.</param>
    public async Task ReadAsync(TextReader lines, Action<string> complain, CancellationToken cancellationToken)
    {
        var number = 0;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                var outcome = await PutAsync(line, cancellationToken);
                counts[(int)outcome]++;
                if (outcome == PutGeneration.KeyTaken)
                    complain($"line {number}: another generation of its tenant has its own id of the request; it is left out");
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
            {
                Bad++;
                complain($"line {number}: it is not what an export writes: {exception.Message}");
            }
        }
    }

    // The video before the generation: if it ends between the two, the next time puts in both.
    private async Task<PutGeneration> PutAsync(string line, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 160 });
        var generation = json.RootElement.GetProperty("generation");
        var request = json.RootElement.TryGetProperty("request", out var found) ? found.GetRawText() : null;
        if (await generations.IsWantedAsync(generation, cancellationToken) is { } unwanted)
            return unwanted;
        if (json.RootElement.TryGetProperty("archive", out var archive))
            await archives.PutAsync(GenerationTransfer.IdOf(generation), archive, cancellationToken);
        return await generations.PutAsync(generation, request, cancellationToken);
    }
}
