namespace Wan.Hosting.Doors.Descriptions;

/// <summary>
/// What the description of the API says of a door beside what is known of it anyway: its method and path, who may ask, and the refusals that every door has.
/// Members of bodies are described by the comments at their types. <c>./wan openapi</c> makes the document of it.
/// </summary>
/// <param name="Id">Its name in clients that are made from the document, in camel case; it never changes.</param>
/// <param name="Group">One of <see cref="DoorGroups"/>.</param>
/// <param name="Summary">What it does, in a few words.</param>
public sealed record DoorDescription(string Id, string Group, string Summary)
{
    /// <summary>What else is to be known, in Markdown; null if nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>What the id in its path is, if it is not a generation's.</summary>
    public string IdMeaning { get; init; } = "The id.";

    /// <summary>What may stand behind the question mark. The door takes these and no others.</summary>
    public IReadOnlyList<DoorParameter> Query { get; init; } = [];

    /// <summary>Headers that it reads, beside the usual ones.</summary>
    public IReadOnlyList<DoorParameter> Headers { get; init; } = [];

    /// <summary>The body that it reads; null for none.</summary>
    public DoorBody? Body { get; init; }

    /// <summary>What the file is that it reads as its body, or as the part <c>file</c> of a form; null for none.</summary>
    public string? File { get; init; }

    /// <summary>What it answers where all is well.</summary>
    public required IReadOnlyList<DoorAnswer> Answers { get; init; }

    /// <summary>What it refuses by itself.</summary>
    public IReadOnlyList<DoorRefusal> Refusals { get; init; } = [];
}

/// <summary>A parameter of an address, or a header.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Meaning">What it says, with its unit and range, in Markdown.</param>
/// <param name="Type">Of its text: <c>string</c>, <c>integer</c> or <c>boolean</c>.</param>
public sealed record DoorParameter(string Name, string Meaning, string Type = "string")
{
    /// <summary>A kind of string, such as <c>date-time</c>; null for any.</summary>
    public string? Format { get; init; }

    /// <summary>The words that it may be; empty for any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The least number.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest number.</summary>
    public int? Most { get; init; }

    /// <summary>What it may look like; null for the document to go without.</summary>
    public string? Example { get; init; }
}

/// <summary>A body that a door reads, as JSON.</summary>
/// <param name="Type">Whose members it has.</param>
/// <param name="Meaning">What it is.</param>
public sealed record DoorBody(Type Type, string Meaning)
{
    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Examples of it, as JSON, by their names.</summary>
    public IReadOnlyDictionary<string, string> Examples { get; init; } = new Dictionary<string, string>();
}

/// <summary>An answer where all is well.</summary>
/// <param name="Status">Of HTTP. One that stands there twice has the one body or the other.</param>
/// <param name="Meaning">When it comes.</param>
/// <param name="Type">Whose members its body has; null if it has none, or is no JSON.</param>
public sealed record DoorAnswer(int Status, string Meaning, Type? Type = null)
{
    /// <summary>What a body is that is no JSON, such as <c>video/mp4</c>; null if it is JSON or there is none.</summary>
    public string? MediaType { get; init; }

    /// <summary>Headers that it may have.</summary>
    public IReadOnlyList<DoorParameter> Headers { get; init; } = [];

    /// <summary>Examples of its body, as JSON, by their names.</summary>
    public IReadOnlyDictionary<string, string> Examples { get; init; } = new Dictionary<string, string>();
}

/// <summary>An answer that is a problem document (RFC 9457).</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Meaning">When it comes.</param>
/// <param name="Codes">Codes that its findings may have; none where it has no findings.</param>
public sealed record DoorRefusal(int Status, string Meaning, params IReadOnlyList<string> Codes);
