namespace Wan.Soak.Chaos;

/// <summary>Somebody sends to the HTTP door what nobody can take. It is refused, and is nobody's fault but theirs.</summary>
internal sealed record SendOddRequests(IReadOnlyList<OddRequest> Requests) : IChaos
{
    public string Name => $"{string.Join(", ", Requests.Select(request => request.Name))}";

    public Task RunAsync(Site site) => Task.WhenAll(Requests.Select(async request =>
    {
        site.Figures.Count(Figure.OddRequests);
        var status = await OddRequests.SendAsync(site.Installation.Services[0].Address, request);
        if (!OddRequests.IsAllowed(status))
            site.Note(Figure.WrongAnswers, $"the request \"{request.Name}\" was answered with {status}");
    }));
}
