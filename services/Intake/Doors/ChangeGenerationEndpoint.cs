using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Ends;
using Wan.Intake.Events;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary>
/// <c>PATCH /v1/generations/{id}</c>: gives one that waits another priority. Submitter's line is changed first, and what the generation shows after it; whoever is stopped between the two
/// asks again.
/// </summary>
internal static class ChangeGenerationEndpoint
{
    private static readonly string[] Priorities = ["high", "normal", "low"];

    public static async Task<IResult> HandleAsync(
        string id, HttpContext context, IDocuments<Generation> generations, ISubmitterLine line, GenerationObserver observer, EventFeeds feeds, ViewAddresses addresses,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var (asked, problem) = await context.Request.ReadBodyAsync(IntakeJson.Default.ChangeRequest, cancellationToken);
        if (problem is not null)
            return problem;
        if (asked?.Priority is not { } priority || !Priorities.Contains(priority))
            return Problems.BadRequest(Problems.Error("change.priority", "/priority", $"priority must be one of {string.Join(", ", Priorities)}, not '{asked?.Priority}'."));
        if (DoorIds.Read(id) is not { } known || await generations.FindAsync(known, cancellationToken) is not { } generation)
            return Problems.NotFound(id);
        if (generation.Status is not ("accepted" or "submitting"))
            return Problems.WrongState($"Only one that waits has a priority: the generation is {generation.Status}.");

        // Of two words at once the later counts in both: whoever finds the generation changed since tells the line its word again. So it is written also where it says so already.
        bool isNew, wasChanged = false;
        do
        {
            if (wasChanged)
            {
                if (await generations.FindAsync(known, cancellationToken) is not { } latest)
                    return Problems.NotFound(id);
                generation = latest;
            }

            var answer = await line.ChangePriorityAsync(known, priority, cancellationToken);
            if (answer != PriorityAnswer.Changed && !(wasChanged && answer == PriorityAnswer.Gone)) // Gone with the word of before: it was quick.
                return Refuse(answer);
            wasChanged = true;
            Checkpoint.Reached("intake.priority_changed", known);
            isNew = Note(generation, priority, context.Requester(), time.GetUtcNow());
        }
        while (!await generations.ReplaceAsync(generation, cancellationToken));

        while (isNew && observer.CameLate(generation) && await generations.ReplaceAsync(generation, cancellationToken))
        {
        }

        if (isNew)
            feeds.Saved(generation);
        return Results.Json(GenerationView.Of(generation, addresses), IntakeJson.Default.GenerationView);
    }

    private static bool Note(Generation generation, string priority, Requester requester, DateTimeOffset now)
    {
        if (generation.Priority == priority)
            return false;
        generation.Priority = priority;
        generation.Note(now, "priority_changed", requester.KeyId is { } key ? $"To {priority}, by the key {key}." : $"To {priority}, by a requester without a key.");
        if (!generation.HasEnded) // It may have been quick: its end is told as the last.
            StateChanges.NoteAgain(generation, now);
        return true;
    }

    private static IResult Refuse(PriorityAnswer answer) => answer switch
    {
        PriorityAnswer.Gone => Problems.WrongState("It waits no longer, or its turn is now: it has no priority any more."),
        PriorityAnswer.NotThere => Problems.Unavailable("The generation has not come into the line yet.", "Nothing was changed. Ask again in a moment."),
        _ => Problems.Unavailable("Submitter can't be asked.",
            "Whether the priority was changed is not known. Ask again: twice does no more than once. See that it runs, and that Intake:SubmitterUrl names its address."),
    };
}
