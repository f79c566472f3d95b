using System.IO.Compression;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

/// <summary>What an answer to a submit says: whether there is a task, and who has to act.</summary>
public sealed class SubmitAnswerTests
{
    private readonly DashScopeClient client = Clients.Create();

    [Theory]
    [InlineData(400, "InvalidParameter", "Field required: input.media")]
    [InlineData(400, "DataInspectionFailed", "Input data may contain inappropriate content.")]
    [InlineData(404, "SomethingNew", "x")]
    [InlineData(405, "InvalidParameter", "Request method 'GET' is not supported.")]
    [InlineData(409, "Conflict", "x")]
    [InlineData(413, "BadRequest.TooLarge", "Payload Too Large")]
    public async Task A_4xx_is_a_refusal(int status, string code, string message)
    {
        var refused = (await SubmitAsync(status, Error(code, message))).ShouldBeOfType<SubmitOutcome.Refused>();

        refused.Error.ShouldBe(new DashScopeError { HttpStatus = status, Code = code, Message = message, RequestId = "7438d53d" });
    }

    [Theory]
    [InlineData(401, "InvalidApiKey", "Invalid API-key provided.")]
    [InlineData(401, "NOT AUTHORIZED", "Workspace.")]
    [InlineData(403, "AccessDenied.Unpurchased", "Not purchased.")]
    [InlineData(403, "AllocationQuota.FreeTierOnly", "Free tier only.")]
    [InlineData(400, "Arrearage", "Access denied, please make sure your account is in good standing.")]
    [InlineData(400, "invalid_api_key", "Incorrect API key provided.")]
    [InlineData(404, "WorkSpaceNotFound", "Workspace not found.")]
    public async Task A_matter_of_the_account_is_told_apart_from_one_of_the_request(int status, string code, string message)
    {
        var outcome = await SubmitAsync(status, Error(code, message));

        outcome.ShouldBeOfType<SubmitOutcome.Unauthorised>().Error.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData(404, "ModelNotFound", "Model can not be found.")]
    [InlineData(404, "model_not_found", "The model does not exist.")]
    [InlineData(404, "model_not_supported", "Unsupported model.")]
    [InlineData(400, "InvalidParameter", "Model not exist.")]
    [InlineData(400, "InvalidParameter", "url error, please check url！")]
    [InlineData(400, "InvalidParameter", "url error, please check url!")]
    [InlineData(403, "Model.AccessDenied", "Model access denied.")]
    public async Task A_matter_of_the_model_is_told_apart_from_one_of_the_request_and_of_the_account(int status, string code, string message)
    {
        var outcome = await SubmitAsync(status, Error(code, message));

        outcome.ShouldBeOfType<SubmitOutcome.ModelUnavailable>().Error.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData(404, "<html>Not found</html>")]
    [InlineData(404, "")]
    [InlineData(404, """{"timestamp":"2026-11-28","status":404,"error":"Not Found","path":"/api/v2"}""")]
    [InlineData(404, """{"code":"404","message":"No route."}""")]
    [InlineData(404, """{"code":"NotFound","message":"Not found.","request_id":"1"}""")]
    [InlineData(405, "Method Not Allowed")]
    [InlineData(407, "")]
    [InlineData(301, "")]
    [InlineData(302, "<html>Log in</html>")]
    [InlineData(307, "")]
    [InlineData(308, "")]
    public async Task A_matter_of_the_address_is_told_apart_too_and_no_redirect_is_followed(int status, string answer)
    {
        var outcome = await SubmitAsync(status, answer, "Location: http://127.0.0.1:1/api/v1/elsewhere\r\n");

        outcome.ShouldBeOfType<SubmitOutcome.WrongAddress>().Error.HttpStatus.ShouldBe(status);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html></html>", true)]
    [InlineData("\uFEFF\r\n <html></html>", true)]
    [InlineData("{\"request_id\":\"1\"}", false)]
    [InlineData("", false)]
    public async Task A_page_instead_of_an_answer_is_said_to_be_one(string answer, bool page)
    {
        var outcome = await SubmitAsync(200, answer);

        outcome.ShouldBeOfType<SubmitOutcome.Unknown>().Error.IsPage.ShouldBe(page);
    }

    [Theory]
    [InlineData("Throttling", "Too many.", ThrottleKind.Rate)]
    [InlineData("Throttling.RateQuota", "Requests rate limit exceeded, please try again later.", ThrottleKind.Rate)]
    [InlineData("LimitRequests", "x", ThrottleKind.Rate)]
    [InlineData("limit_requests", "x", ThrottleKind.Rate)]
    [InlineData("SomethingNew", "x", ThrottleKind.Rate)]
    [InlineData("Throttling.BurstRate", "Request rate increased too quickly.", ThrottleKind.Burst)]
    [InlineData("limit_burst_rate", "x", ThrottleKind.Burst)]
    [InlineData("Throttling.AllocationQuota", "Allocated quota exceeded.", ThrottleKind.Allocation)]
    [InlineData("insufficient_quota", "x", ThrottleKind.Allocation)]
    [InlineData("Throttling.AllocationQuota", "Free allocated quota exceeded.", ThrottleKind.Billing)]
    [InlineData("CommodityNotPurchased", "x", ThrottleKind.Billing)]
    [InlineData("PrepaidBillOverdue", "x", ThrottleKind.Billing)]
    [InlineData("PostpaidBillOverdue", "x", ThrottleKind.Billing)]
    public async Task The_kinds_of_429_are_told_apart(string code, string message, ThrottleKind kind)
    {
        var outcome = await SubmitAsync(429, Error(code, message));

        outcome.ShouldBeOfType<SubmitOutcome.Throttled>().Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(500, """{"code":"InternalError","message":"Internal.","request_id":"1"}""", "InternalError")]
    [InlineData(503, """{"code":"ModelUnavailable","message":"Busy.","request_id":"1"}""", "ModelUnavailable")]
    [InlineData(502, "<html>Bad gateway</html>", DashScopeError.NotUnderstood)]
    [InlineData(408, "", DashScopeError.NotUnderstood)]
    [InlineData(303, "", DashScopeError.NotUnderstood)]
    [InlineData(304, "", DashScopeError.NotUnderstood)]
    [InlineData(302, """{"code":"Odd","message":"A redirect in the vendor's JSON.","request_id":"1"}""", "Odd")]
    [InlineData(500, """{"code":"InternalError","message":"Model not exist.","request_id":"1"}""", "InternalError")]
    [InlineData(200, "", DashScopeError.NotUnderstood)]
    [InlineData(200, "<html>", DashScopeError.NotUnderstood)]
    [InlineData(200, """{"output":{"task_status":"PENDING"},"request_id":"1"}""", DashScopeError.NotUnderstood)]
    [InlineData(200, """{"output":[],"request_id":"1"}""", DashScopeError.NotUnderstood)]
    [InlineData(200, """{"code":"Odd","message":"An error with a good status.","request_id":"1"}""", "Odd")]
    public async Task Any_other_answer_leaves_open_whether_there_is_a_task(int status, string answer, string code)
    {
        var outcome = await SubmitAsync(status, answer, "Location: http://127.0.0.1:1/api/v1/elsewhere\r\n");

        var error = outcome.ShouldBeOfType<SubmitOutcome.Unknown>().Error;
        error.Code.ShouldBe(code);
        error.HttpStatus.ShouldBe(status);
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task An_answer_that_a_proxy_has_compressed_is_read_too()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync("""{"output":{"task_id":"t1","task_status":"PENDING"},"request_id":"1"}"""u8.ToArray());
        await using var vendor = WireStub.Always(new WireAnswer(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {compressed.Length}\r\n\r\n", Bytes: compressed.ToArray()));

        var outcome = await client.SubmitAsync(vendor.Account, Clients.Model, "{}"u8.ToArray(), Clients.Window, default);

        outcome.ShouldBeOfType<SubmitOutcome.Accepted>().TaskId.ShouldBe("t1");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task An_answer_that_is_compressed_otherwise_than_it_says_is_an_answer(int status)
    {
        var outcome = await SubmitAsync(status, """{"output":{"task_id":"t1","task_status":"PENDING"},"request_id":"1"}""", "Content-Encoding: gzip\r\n");

        if (status == 200)
            outcome.ShouldBeOfType<SubmitOutcome.Unknown>();
        else
            outcome.ShouldBeOfType<SubmitOutcome.Refused>();
    }

    [Fact]
    public async Task What_the_vendor_says_loses_keys_and_signatures()
    {
        var outcome = await SubmitAsync(400, Error(
            "InvalidURL",
            "No access to https://user:pw@oss.example.com/a/b.mp4?Expires=1&Signature=abc%3D with sk-secret0123456789, Bearer sk-ws-ABCDEFGHIJ or data:image/png;base64,AAAA."));

        var message = outcome.ShouldBeOfType<SubmitOutcome.Refused>().Error.Message;
        message.ShouldBe("No access to https://***@oss.example.com/a/b.mp4?*** with ***, Bearer *** or data:***.");
    }

    [Fact]
    public async Task The_openai_shape_of_an_error_is_read_too()
    {
        var outcome = await SubmitAsync(400, """{"error":{"code":"invalid_parameter_error","message":"Bad.","type":"x"},"request_id":"9"}""");

        outcome.ShouldBe(new SubmitOutcome.Refused(new DashScopeError { HttpStatus = 400, Code = "invalid_parameter_error", Message = "Bad.", RequestId = "9" }));
    }

    private async Task<SubmitOutcome> SubmitAsync(int status, string answer, string headers = "")
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(status, answer, headers));
        var outcome = await client.SubmitAsync(vendor.Account, Clients.Model, "{}"u8.ToArray(), Clients.Window, default);
        vendor.Requests.Count.ShouldBe(1);
        return outcome;
    }

    private static string Error(string code, string message) => $$"""{"code":"{{code}}","message":"{{message}}","request_id":"7438d53d"}""";
}
