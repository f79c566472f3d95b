namespace Wan.DashScope.Requests;

/// <summary>
/// The references that a prompt names: <c>Image 1</c>, <c>Video 2</c>, <c>图1</c>, <c>图片 1</c>, <c>视频2</c>, <c>character3</c>, with any capitals,
/// with or without a space, with ASCII or full-width digits.
/// </summary>
internal struct PromptReferences
{
    private const int MaxNumber = 99;

    /// <summary>Bit n is set if number n is named.</summary>
    public UInt128 Images;
    public UInt128 Videos;
    public UInt128 Characters;

    /// <summary>Whether the word stands somewhere without a number ("the reference image").</summary>
    public bool BareImage;
    public bool BareVideo;

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
                    Add(ref found.Images, ref found.BareImage, rest[length..]);
                    break;
                case 'v' when !isInWord && IsWord(rest, "video"u8, out var length):
                    Add(ref found.Videos, ref found.BareVideo, rest[length..]);
                    break;
                case 'c' when !isInWord && IsWord(rest, "character"u8, out var length):
                    var isBare = false;
                    Add(ref found.Characters, ref isBare, rest[length..]);
                    break;
                case 0xE5 when rest.StartsWith("图"u8):
                    Add(ref found.Images, ref found.BareImage, rest[(rest.StartsWith("图片"u8) ? 6 : 3)..]);
                    break;
                case 0xE8 when rest.StartsWith("视频"u8):
                    Add(ref found.Videos, ref found.BareVideo, rest[6..]);
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

    private static void Add(ref UInt128 numbers, ref bool isBare, ReadOnlySpan<byte> behind)
    {
        if (Number(SkipSpaces(behind)) is { } number)
        {
            numbers |= UInt128.One << number;
        }
        else
        {
            isBare |= behind.IsEmpty || !char.IsAsciiLetter((char)behind[0]) || (behind[0] | 0x20) == 's';
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

    // "Video 1080P", "video 4K", "video 16:9" and "video 1.5" are no references.
    private static int? Number(ReadOnlySpan<byte> text)
    {
        var number = 0;
        var digits = 0;
        while (Digit(text, out var length) is { } digit)
        {
            number = number > MaxNumber ? number : (number * 10) + digit;
            digits++;
            text = text[length..];
        }

        if (digits == 0 || number > MaxNumber || (text is [var next, ..] && char.IsAsciiLetter((char)next)))
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
