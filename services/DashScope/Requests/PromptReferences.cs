namespace Wan.DashScope.Requests;

/// <summary>
/// The references that a prompt names: <c>Image 1</c>, <c>Video 2</c>, <c>图1</c>, <c>图片 1</c>, <c>视频2</c>, <c>Audio 1</c>, <c>音频1</c>, <c>character3</c>, with any capitals,
/// with or without a space, with ASCII or full-width digits.
/// </summary>
internal struct PromptReferences
{
    private const int MostDigits = 9;

    public NamedNumbers Images;
    public NamedNumbers Videos;
    public NamedNumbers Audios;
    public NamedNumbers Characters;

    public static PromptReferences Of(ReadOnlySpan<byte> prompt)
    {
        var found = default(PromptReferences);
        var isInWord = false;
        for (var i = 0; i < prompt.Length; i++)
        {
            var rest = prompt[i..];
            switch (prompt[i] | 0x20)
            {
                case 'i' when !isInWord && IsWord(rest, "image"u8, out var length):
                    Add(ref found.Images, rest[length..]);
                    break;
                case 'v' when !isInWord && IsWord(rest, "video"u8, out var length):
                    Add(ref found.Videos, rest[length..]);
                    break;
                case 'a' when !isInWord && IsWord(rest, "audio"u8, out var length):
                    Add(ref found.Audios, rest[length..]);
                    break;
                case 'c' when !isInWord && IsWord(rest, "character"u8, out var length):
                    Add(ref found.Characters, rest[length..]);
                    break;
                case 0xE5 when rest.StartsWith("图"u8):
                    Add(ref found.Images, rest[(rest.StartsWith("图片"u8) ? 6 : 3)..]);
                    break;
                case 0xE8 when rest.StartsWith("视频"u8):
                    Add(ref found.Videos, rest[6..]);
                    break;
                case 0xE9 when rest.StartsWith("音频"u8):
                    Add(ref found.Audios, rest[6..]);
                    break;
            }

            isInWord = char.IsAsciiLetterOrDigit((char)prompt[i]);
        }

        return found;
    }

    private static bool IsWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word, out int length)
    {
        length = word.Length;
        return text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[..word.Length], word);
    }

    private static void Add(ref NamedNumbers named, ReadOnlySpan<byte> behind)
    {
        if (Number(SkipSpaces(behind)) is { } number)
        {
            named.Add(number);
        }
        else
        {
            named.IsBare |= behind.IsEmpty || !char.IsAsciiLetter((char)behind[0]) || (behind[0] | 0x20) == 's';
        }
    }

    private static ReadOnlySpan<byte> SkipSpaces(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            if (text.StartsWith(" "u8))
            {
                text = text[1..];
            }
            else if (text.StartsWith("\u00A0"u8))
            {
                text = text[2..];
            }
            else if (text.StartsWith("\u3000"u8))
            {
                text = text[3..];
            }
            else
            {
                return text;
            }
        }
    }

    // "Video 1080P", "video 4K", "video 16:9", "video 1920×1080", "video 50%" and "video 1.5" are no references.
    private static int? Number(ReadOnlySpan<byte> text)
    {
        var number = 0;
        var digits = 0;
        var isNumber = false;
        while (Digit(text, out var length) is { } digit)
        {
            number = digits < MostDigits ? (number * 10) + digit : int.MaxValue;
            digits += number == 0 ? 0 : 1;
            isNumber = true;
            text = text[length..];
        }

        if (!isNumber || (text is [var next, ..] && (char.IsAsciiLetter((char)next) || next == '%')) || text.StartsWith("×"u8))
        {
            return null;
        }

        return text is [(byte)':' or (byte)'.' or (byte)'*' or (byte)'/', >= (byte)'0' and <= (byte)'9', ..] ? null : number;
    }

    private static int? Digit(ReadOnlySpan<byte> text, out int length)
    {
        length = 1;
        if (text is [>= (byte)'0' and <= (byte)'9', ..])
        {
            return text[0] - '0';
        }

        // U+FF10 to U+FF19
        length = 3;
        return text is [0xEF, 0xBC, >= 0x90 and <= 0x99, ..] ? text[2] - 0x90 : null;
    }
}

/// <summary>Which numbers of one kind are named.</summary>
internal struct NamedNumbers
{
    private const int BitsAtHand = 128;

    /// <summary>Bit n is set if number n is named; what has no bit is in <see cref="Beyond"/>.</summary>
    public UInt128 Numbers;

    /// <summary>The first number that has no bit; 0 if there is none.</summary>
    public int Beyond;

    /// <summary>Whether the word stands somewhere without a number ("the reference image").</summary>
    public bool IsBare;

    public readonly bool HasNumbers => Numbers != 0 || Beyond != 0;

    public void Add(int number)
    {
        if (number < BitsAtHand)
        {
            Numbers |= UInt128.One << number;
        }
        else if (Beyond == 0)
        {
            Beyond = number;
        }
    }

    public readonly bool Has(int number) => number < BitsAtHand && (Numbers >> number & 1) != 0;
}
