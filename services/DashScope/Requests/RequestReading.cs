using Wan.Contracts;

namespace Wan.DashScope.Requests;

/// <summary>What a request says and what is to be said about it.</summary>
public sealed class RequestReading
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly RequestFacts facts;
    private readonly bool isReadable;
    private CanonicalRequest? request;

    internal RequestReading(
        IReadOnlyList<Finding> findings, RequestEnvelope envelope, ReadOnlyMemory<byte> body, in RequestFacts facts, bool accepted, bool hasErrors)
    {
        isReadable = !hasErrors;
        Findings = findings;
        Envelope = envelope;
        Accepted = accepted;
        this.body = body;
        this.facts = facts;
    }

    /// <summary>Everything that is wrong or odd about it, errors and warnings, in the order in which it was found.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The model's name; null where it is missing or not known.</summary>
    public string? Model => facts.Family is null ? null : facts.Model;

    /// <summary>The files that it refers to, each once.</summary>
    public IReadOnlyList<string> FileIds => facts.FileIds is null ? [] : [.. facts.FileIds.Distinct()];

    /// <summary>Whether it may be sent: there is no error, and with <c>strict</c> no warning.</summary>
    public bool Accepted { get; }

    /// <summary>Our own fields, as far as they could be read, even of a refused request.</summary>
    public RequestEnvelope Envelope { get; }

    /// <summary>The request in its canonical form, made when first asked for, from the bytes that were read; null if there is an error. What only <c>strict</c>, or a <c>start_by</c> that has passed, refuses has one.</summary>
    public CanonicalRequest? Request => isReadable ? request ??= CanonicalForm.Of(body, facts) : null;
}
