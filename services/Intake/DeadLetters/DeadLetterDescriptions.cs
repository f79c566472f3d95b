using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Intake.DeadLetters;

/// <summary>What the description of the API says of the doors of dead letters.</summary>
internal static class DeadLetterDescriptions
{
    private const string Name = "The queue's name, as the list of them has it.";

    private static readonly DoorRefusal NoQueue = new(404, "No queue of dead letters has this name.", DeadLetterEndpoints.NoQueueCode);

    private static readonly DoorRefusal Away = new(503, "The broker can't be asked, or takes nothing.");

    public static DoorDescription List { get; } = new("listDeadLetters", DoorGroups.Service, "Lists the queues of messages that nobody handles any more")
    {
        Answers = [new(200, "Those that have any.", typeof(DeadLettersView))],
        Refusals = [Away],
    };

    public static DoorDescription First { get; } = new("getFirstDeadLetter", DoorGroups.Service, "Shows the first message of such a queue")
    {
        Detail = "It is the queue's last message afterwards, so that asking again shows the next. Nothing is lost by looking, however often; where the connection breaks meanwhile, the message may be there twice.",
        IdMeaning = Name,
        Answers = [new(200, "It.", typeof(DeadLetterView))],
        Refusals = [NoQueue, new(404, "The queue has no message.", DeadLetterEndpoints.NoneCode), Away],
    };

    public static DoorDescription MoveBack { get; } = new("moveDeadLettersBack", DoorGroups.Service, "Moves messages of such a queue back to where they came from")
    {
        Detail = """
            For when the cause is mended. At most as many are taken as were there at the beginning, and as 10 seconds allow; what fails again lies in the queue again. A message whose queue is not known or is gone stays. Where the
            connection breaks meanwhile one message may be there twice, which its handler bears.
            """,
        IdMeaning = Name,
        Body = new(typeof(MoveBackRequest), "How many.") { IsOptional = true, Examples = new Dictionary<string, string> { ["ten of them"] = """{"limit": 10}""" } },
        Answers = [new(200, "How many were moved, and how many are left.", typeof(MovedBackView))],
        Refusals =
        [
            new(400, "The body is not as documented.", "body.wrong_type"),
            NoQueue,
            new(413, "The body has more than 4,096 bytes.", "body.too_large"),
            new(415, "The body is not plain JSON in UTF-8.", "header.content_type", "header.content_encoding"),
            new(422, "The limit is not 1 to 1,000.", DeadLetterEndpoints.LimitCode),
            Away,
        ],
    };
}
