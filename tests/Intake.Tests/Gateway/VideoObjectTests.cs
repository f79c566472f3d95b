using System.Text;
using System.Text.Json;
using Wan.Contracts;
using Wan.Intake.Ends;
using Wan.Intake.Gateway.OpenAi;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Generations as OpenAI's videos API shows them.</summary>
public sealed class VideoObjectTests
{
    [Theory]
    [InlineData("accepted", false, false, "queued", 0)]
    [InlineData("submitting", false, false, "queued", 0)]
    [InlineData("uncertain", false, false, "in_progress", 0)]
    [InlineData("rendering", false, false, "queued", 0)] // It waits at the vendor.
    [InlineData("rendering", true, false, "in_progress", 33)]
    [InlineData("archiving", true, true, "in_progress", 67)]
    [InlineData("completed", true, true, "completed", 100)]
    [InlineData("failed", true, true, "failed", 67)]
    [InlineData("cancelled", false, false, "failed", 0)]
    [InlineData("rejected", false, false, "failed", 0)]
    public void A_status_is_one_of_four_and_progress_is_the_part_of_its_way_that_is_behind_it(string state, bool hasStarted, bool isRendered, string status, int progress)
    {
        var generation = Samples.Generation(state);
        generation.StartedAt = hasStarted ? Samples.Now : null;
        (generation.Usage, generation.VendorEnd) = isRendered ? (new VideoUsage(), new VendorEnd { SeenAt = Samples.Now }) : (null, null);

        var video = VideoObject.Of(generation, null);

        (video.Status, video.Progress).ShouldBe((status, progress));
        (video.Error is null).ShouldBe(status != "failed");
        (video.CompletedAt is null).ShouldBe(status != "completed");
    }

    [Fact]
    public void It_has_every_member_that_its_clients_know()
    {
        var json = JsonSerializer.SerializeToElement(
            VideoObject.Of(Samples.Generation("completed"), Encoding.UTF8.GetBytes("""{"input":{"prompt":"Video 1 dances."}}""")), OpenAiJson.Default.VideoObject);

        json.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "object", "model", "status", "progress", "created_at", "completed_at", "expires_at", "seconds", "size", "prompt", "error", "remixed_from_video_id"], ignoreOrder: true);
        json.GetProperty("object").GetString().ShouldBe("video");
        json.GetProperty("created_at").GetInt64().ShouldBe(Samples.Now.ToUnixTimeSeconds());
        json.GetProperty("seconds").GetString().ShouldBe("5");
        json.GetProperty("size").GetString().ShouldBe("1280x720");
        json.GetProperty("prompt").GetString().ShouldBe("Video 1 dances.");
        json.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void A_length_that_was_left_to_the_vendor_is_told_once_there_is_a_video()
    {
        var free = Samples.Expected with { Duration = null };
        var (asked, made) = (Samples.Generation("rendering", expected: free), Samples.Generation("completed", expected: free));
        made.Video = made.Video! with { Duration = 6.62m };

        VideoObject.Of(asked, null).Seconds.ShouldBeNull();
        VideoObject.Of(made, null).Seconds.ShouldBe("6.62");
    }

    [Fact]
    public void One_that_was_cancelled_says_so_and_one_that_had_no_time_says_why()
    {
        var (cancelled, late) = (Samples.Generation("cancelled"), Samples.Generation("cancelled"));
        late.Error = new() { Code = CancellationReason.NotStarted, Message = "Too late." };

        VideoObject.Of(cancelled, null).Error!.Code.ShouldBe("cancelled");
        VideoObject.Of(late, null).Error!.Code.ShouldBe(CancellationReason.NotStarted);
    }

    [Theory]
    [InlineData("/input/prompt", "prompt")]
    [InlineData("/input/media/0/url", "input_reference")]
    [InlineData("/input/img_url", "input_reference")]
    [InlineData("/parameters/ratio", "size")]
    [InlineData("/parameters/duration", "seconds")]
    [InlineData("/parameters/seed", "parameters")]
    [InlineData("/size", "size")]
    [InlineData("", null)]
    public void A_finding_is_about_a_field_of_that_API(string pointer, string? param) => OpenAiProblems.ParamOf(pointer).ShouldBe(param);
}
