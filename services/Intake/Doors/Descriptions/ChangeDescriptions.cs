using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Views;

namespace Wan.Intake.Doors.Descriptions;

/// <summary>What the description of the API says of changing a generation.</summary>
internal static class ChangeDescriptions
{
    public static DoorDescription Change { get; } = new("changeGeneration", DoorGroups.Generations, "Changes the priority of a generation that waits")
    {
        Detail = """
            It takes a place among those of its new priority, as if it were asked for now. Asked for again it is the same wish. The generation notes it in its timeline, and its state is told once
            more in its events, with the new priority. One that has left the line has no priority any more (409).
            """,
        Body = new(typeof(ChangeRequest), "What is to be another.") { Examples = new Dictionary<string, string> { ["sooner"] = """{"priority": "high"}""" } },
        Answers = [new(200, "It has this priority. Without its request, and its place in the line.", typeof(GenerationView))],
        Refusals =
        [
            new(400, "The body is not as documented.", "body.wrong_type", "change.priority"),
            new(409, "It waits no longer, or its turn is now."),
            new(413, "The body has more than 4,096 bytes.", "body.too_large"),
            new(415, "The body is not plain JSON in UTF-8.", "header.content_type", "header.content_encoding"),
            new(503, "Submitter, whose line it is, has not answered in time, or the generation has not come there yet. Ask again: twice does no more than once."),
        ],
    };
}
