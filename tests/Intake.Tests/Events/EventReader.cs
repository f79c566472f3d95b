using System.Net;
using System.Text;
using System.Text.Json;

namespace Wan.Intake.Tests.Events;

/// <summary>A client of a stream that keeps the id it has to come again with, as the standard has it: what was cut before its empty line was not received.</summary>
internal sealed class EventReader(string path)
{
    private readonly StringBuilder data = new();
    private string? pendingId;

    /// <summary>What was received, over all connections.</summary>
    public List<ReceivedEvent> Events { get; } = [];

    /// <summary>With which it comes again; null before it has had one.</summary>
    public string? LastId { get; private set; }

    /// <summary>Comments, such as signs of life.</summary>
    public int Comments { get; private set; }

    /// <summary>Bytes of this connection.</summary>
    public long Read { get; private set; }

    /// <summary>Asks; the answer's body is still to come.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpClient http, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (LastId is not null)
            request.Headers.Add("Last-Event-ID", LastId);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Reads until enough was received, and comes again as often as it takes.</summary>
    public async Task FollowAsync(HttpClient http, Func<bool> isEnough)
    {
        do
            await ReadAsync(http, isEnough);
        while (!isEnough());
    }

    /// <summary>Reads until enough was received, so many bytes were read, or the stream ends.</summary>
    /// <returns>False if the stream has ended.</returns>
    public async Task<bool> ReadAsync(HttpClient http, Func<bool> isEnough, long cutAfter = long.MaxValue)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var answer = await OpenAsync(http, bound.Token);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            return true; // It comes again.
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync(bound.Token));
        await using var body = await answer.Content.ReadAsStreamAsync(bound.Token);
        return await ReadAsync(body, isEnough, cutAfter, bound.Token);
    }

    /// <summary>The same of a body that has begun.</summary>
    public async Task<bool> ReadAsync(Stream body, Func<bool> isEnough, long cutAfter, CancellationToken cancellationToken)
    {
        (Read, pendingId) = (0, LastId);
        data.Clear();
        var (line, buffer) = (new List<byte>(), new byte[4096]);
        while (!isEnough())
        {
            var count = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, cutAfter - Read)), cancellationToken);
            if (count == 0)
                return Read >= cutAfter;
            Read += count;
            foreach (var one in buffer.AsSpan(0, count))
            {
                if (one != '\n')
                {
                    line.Add(one);
                    continue;
                }

                Take(Encoding.UTF8.GetString([.. line]));
                line.Clear();
            }

            if (Read >= cutAfter)
                return true;
        }

        return true;
    }

    private void Take(string line)
    {
        if (line.StartsWith(':'))
        {
            Comments++;
        }
        else if (line.StartsWith("id: ", StringComparison.Ordinal))
        {
            pendingId = line["id: ".Length..];
        }
        else if (line.StartsWith("data: ", StringComparison.Ordinal))
        {
            data.Append(line.AsSpan("data: ".Length));
        }
        else if (line.Length == 0)
        {
            LastId = pendingId;
            if (data.Length > 0)
                Events.Add(new ReceivedEvent(LastId!, JsonElement.Parse(data.ToString())));
            data.Clear();
        }
    }
}

/// <summary>An event.</summary>
internal sealed record ReceivedEvent(string Id, JsonElement Data)
{
    public string Type => Data.GetProperty("type").GetString()!;

    public int Change => Data.GetProperty("change").GetInt32();

    public JsonElement Generation => Data.GetProperty("data");

    public string GenerationId => Generation.GetProperty("id").GetString()!;

    public override string ToString() => $"{Change} {Type["generation.".Length..]}";
}
