namespace Wan.Media.Mp4;

/// <summary>
/// What reading one file may cost, and what was odd on the way. No honest video comes near the limits; a made-up index can't keep the reader
/// busy.
/// </summary>
internal sealed class Mp4Budget
{
    private const int MostReads = 2_000_000;
    private const int MostBoxes = 200_000;
    private const int MostChecks = 400_000;
    private const int MostNotes = 8;

    private readonly List<string> notes = [];

    private int reads;
    private int boxes;
    private int checks;

    /// <summary>What players read over, a sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    public void Note(string note)
    {
        if (notes.Count < MostNotes && !notes.Contains(note))
            notes.Add(note);
    }

    public void Read()
    {
        if (++reads > MostReads)
            throw new Mp4FormatException("Its index is more complicated than that of any video.");
    }

    public void Box()
    {
        if (++boxes > MostBoxes)
            throw new Mp4FormatException("It has more boxes than any video.");
    }

    /// <summary>Whether another frame may be looked into; the rest of a film of many hours is taken on trust.</summary>
    public bool MayCheck() => ++checks <= MostChecks;
}
