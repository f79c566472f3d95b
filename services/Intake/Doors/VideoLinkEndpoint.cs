using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary><c>GET /v1/generations/{id}/video/link</c>: an address of the video that whoever has it can open for a while, such as a browser.</summary>
internal static class VideoLinkEndpoint
{
    /// <summary>The parameter that says for how many seconds.</summary>
    public const string Expires = "expires";

    private const int Default = 3600, Most = 24 * 3600;

    // With & as it is: people copy the address out of the answer.
    private static readonly IntakeJson Plain = new(new JsonSerializerOptions(IntakeJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static async Task<IResult> HandleAsync(
        string id, IDocuments<Generation> generations, AddressSigner signer, TimeProvider time, IOptions<IntakeOptions> options, CancellationToken cancellationToken,
        string? expires = null)
    {
        var seconds = Default;
        if (expires is not null && (!int.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds is < 1 or > Most))
            return Problems.BadRequest(Problems.Error("query.expires", $"/{Expires}", $"expires must be 1 to {Most} seconds, not '{expires}'."));
        if (DoorIds.Read(id) is not { } known || await generations.FindAsync(known, cancellationToken) is not { } generation)
            return Problems.NotFound(id);
        if (generation is not { Video: not null, VideoDeletion: null })
            return Problems.WrongState($"There is no video to link to: the generation is {generation.Status}{(generation.VideoDeletion is null ? "" : ", and its video was deleted")}.");
        var end = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + seconds + 1); // Whole seconds, and not one too few.
        try
        {
            return Results.Json(
                new VideoLinkView { Url = Generation.DoorsAt(options.Value.PublicUrl) + signer.Sign($"/v1/generations/{known}/video", end), ExpiresAt = end },
                Plain.VideoLinkView);
        }
        catch (ConfigurationProblemException missing)
        {
            return Problems.NotConfigured(missing.Message);
        }
    }
}

/// <summary>An address that is good for a while.</summary>
internal sealed record VideoLinkView
{
    /// <summary>As good as the video itself: whoever has it can see it.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Until when it is good. ISO 8601, UTC.</summary>
    [JsonPropertyName("expires_at")]
    public required DateTimeOffset ExpiresAt { get; init; }
}
