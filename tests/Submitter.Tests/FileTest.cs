using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Storage.Files;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>A Submitter with requests that refer to a file.</summary>
public abstract class FileTest : SubmitterTest
{
    private protected static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Range(0, 1000).Select(number => (byte)number)];

    private protected static readonly (string, string)[] Hurry = [("Submitter:Uploads:FirstWait", "00:00:00.05"), ("Submitter:Uploads:LongestWait", "00:00:00.2")];

    private protected static string UploadOf(SubmitterUnderTest submitter, string file) =>
        Upload.IdOf(file, submitter.Service<DashScopeAccounts>()["default"], SubmitterUnderTest.Model);

    private protected static async Task<string> KeepAsync(SubmitterUnderTest submitter)
    {
        var id = Guid.CreateVersion7().ToString();
        var contents = submitter.Service<IFileContents>();
        await using var draft = contents.Begin(id);
        await draft.Stream.WriteAsync(Jpeg);
        await contents.KeepAsync(draft);
        return id;
    }

    // The prompt is the reference itself: it is a text all the same.
    private protected static SubmitGeneration Command(string file, string model = SubmitterUnderTest.Model)
    {
        var command = SubmitterUnderTest.Command(model: model, prompt: $"wan-file:{file}");
        var body = JsonNode.Parse(command.Body!)!;
        body["input"]!["media"] = new JsonArray(new JsonObject { ["type"] = "reference_image", ["url"] = $"wan-file:{file}" });
        var text = body.ToJsonString();
        return command with
        {
            Body = text, RequestHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Files = [file],
        };
    }

    private protected static async Task<SubmitGeneration> EnterAsync(SubmitterUnderTest submitter, string? file = null, string model = SubmitterUnderTest.Model)
    {
        var command = Command(file ?? await KeepAsync(submitter), model);
        await submitter.HandleAsync(command);
        return command;
    }

    // It may be started, and waits for a slot.
    private protected static Task PreparedAsync(SubmitterUnderTest submitter, SubmitGeneration command) =>
        Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(command.GenerationId))?.Files?.IsReady == true, "it is prepared");

    private protected static Task<SubmissionRefused> RefusedAsync(SubmitterUnderTest submitter, SubmitGeneration command) => Eventually.FindAsync(
        () => Task.FromResult(submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId) is [var refused, ..] ? refused : null), "its refusal");
}
