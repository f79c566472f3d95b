namespace Wan.Soak.Chaos;

/// <summary>Somebody else sends messages that are no commands. Each must be rejected in the end.</summary>
internal sealed record SendOddMessages(IReadOnlyList<(string Id, OddMessage Message)> Messages) : IChaos
{
    public string Name => $"{string.Join(", ", Messages.Select(odd => odd.Message.Name))}";

    public async Task RunAsync(Site site)
    {
        foreach (var (id, message) in Messages)
        {
            if (await site.Team.SendAsync(site, id, message))
                site.Figures.Count(Figure.OddMessages);
        }
    }
}
