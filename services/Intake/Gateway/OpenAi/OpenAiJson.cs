using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>The JSON of these doors' answers. What is not there is null, as its clients know it.</summary>
[JsonSerializable(typeof(VideoObject))]
[JsonSerializable(typeof(VideoPageObject))]
[JsonSerializable(typeof(DeletedVideoObject))]
[JsonSerializable(typeof(OpenAiError))]
internal sealed partial class OpenAiJson : JsonSerializerContext
{
    /// <summary>With text as people read it.</summary>
    public static OpenAiJson Plain => plain ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static OpenAiJson? plain;
}
