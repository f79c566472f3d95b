namespace Wan.Intake.Events;

/// <summary>Which changes may be sent now, so that an id stays short and nothing is skipped or repeated. Pure.</summary>
internal static class SendRules
{
    /// <summary>
    /// Most changes that an id names, 6 bytes each: it is 4 KB then, which proxies still take in a header. Where more have changed within the window, what is later waits until it is old
    /// enough to need no naming.
    /// </summary>
    public const int MostNamed = 512;

    /// <summary>Sends some changes, as many as may be.</summary>
    /// <param name="pending">What was found, in order; all that there is up to <paramref name="complete"/> is among it, or was sent.</param>
    /// <param name="complete">Up to when nothing more can come; the watermark or less where that is not known.</param>
    /// <param name="sent">What was sent; it counts each one before that is given out, and is raised at the end.</param>
    /// <returns>One after the other. Those that are left out are found again.</returns>
    public static IEnumerable<PendingChange> Send(IReadOnlyList<PendingChange> pending, DateTimeOffset complete, SentChanges sent)
    {
        foreach (var change in pending)
        {
            if (change.Sent.At <= complete)
            {
                sent.Raise(change.Sent.At.AddTicks(-1)); // All before it are sent.
            }
            else
            {
                sent.Raise(complete);
                if (sent.Count >= MostNamed)
                    yield break;
            }

            sent.Add(change.Sent);
            yield return change;
        }

        sent.Raise(complete);
    }
}
