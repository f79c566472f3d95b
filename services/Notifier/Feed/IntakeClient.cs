using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wan.Hosting.Doors.Access;

namespace Wan.Notifier.Feed;

/// <summary>Asks Intake, where that is another process, at signed addresses.</summary>
internal sealed class IntakeClient(HttpClient http, AddressSigner signer) : IGenerationChanges
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public async Task<ChangesPage> ReadAsync(Place since, DateTimeOffset told, CancellationToken cancellationToken) => await AskAsync(
        string.Create(CultureInfo.InvariantCulture, $"/v1/changes/{told.UtcTicks}/{since.At.UtcTicks}") + (since.Id is { } id ? $"/{id}" : ""), NotifierJson.Default.ChangesPage, cancellationToken)
        ?? throw new IntakeAwayException("Intake knows no changes: it is of an older release.");

    /// <inheritdoc/>
    public Task<Change?> FindAsync(string generationId, CancellationToken cancellationToken) =>
        AskAsync($"/v1/notices/{generationId}", NotifierJson.Default.Change, cancellationToken);

    private async Task<T?> AskAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        if (http.BaseAddress is null)
            throw new IntakeAwayException("Notifier:IntakeUrl is not set.");
        try
        {
            using var answer = await http.GetAsync(new Uri(http.BaseAddress, signer.SignBriefly(HttpMethods.Get, path).TrimStart('/')), cancellationToken);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return null;
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new IntakeAwayException($"Intake answered {(int)answer.StatusCode} for {path}.");
            return await answer.Content.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new IntakeAwayException("Intake has not answered. See that it runs, and that Notifier:IntakeUrl names its address.", exception);
        }
    }
}
