using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Wan.Studio;

/// <summary>One file of the page, compressed once.</summary>
internal sealed class StudioFile
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>Reads it.</summary>
    /// <param name="path">Where it is asked for, behind <c>/studio/</c>.</param>
    /// <param name="content">What is in it.</param>
    public StudioFile(string path, byte[] content)
    {
        (Path, Content) = (path, content);
        Type = System.IO.Path.GetExtension(path) is ".js" or ".mjs" ? "text/javascript; charset=utf-8"
            : System.IO.Path.GetExtension(path) is ".html" or ".css" ? $"{Types.Mappings[System.IO.Path.GetExtension(path)]}; charset=utf-8"
            : Types.Mappings.TryGetValue(System.IO.Path.GetExtension(path), out var known) ? known : "text/plain; charset=utf-8";
        Brotli = Pack(content, stream => new BrotliStream(stream, CompressionLevel.Optimal));
        GZip = Pack(content, stream => new GZipStream(stream, CompressionLevel.Optimal));
        Tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"", isWeak: true); // RFC 9110, 8.8.1: the same for all of its encodings.
    }

    /// <summary>Where it is asked for, behind <c>/studio/</c>.</summary>
    public string Path { get; }

    /// <summary>Its media type.</summary>
    public string Type { get; }

    /// <summary>Its bytes, and the same compressed.</summary>
    public byte[] Content { get; }

    /// <summary>By Brotli (RFC 7932).</summary>
    public byte[] Brotli { get; }

    /// <summary>By gzip (RFC 1952).</summary>
    public byte[] GZip { get; }

    /// <summary>Of its content.</summary>
    public EntityTagHeaderValue Tag { get; }

    private static byte[] Pack(byte[] content, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
            stream.Write(content);
        return packed.ToArray();
    }
}
