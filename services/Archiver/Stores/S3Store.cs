using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Wan.Archiver.Download;

namespace Wan.Archiver.Stores;

/// <summary>
/// Videos as objects of an S3-compatible store. Downloads are made on the local disk, proven there, and then uploaded; an object appears
/// only when its upload is complete.
/// </summary>
internal sealed class S3Store(S3Options options, LocalDisk disk) : IVideoStore, IDisposable
{
    private readonly AmazonS3Client client = S3Clients.Create(options);

    public PartialFile CreatePartial(string id) => disk.CreatePartial(id);

    public LocalDisk Disk => disk;

    public Task PutAsync(string key, PartialFile file, ReadOnlySequence<byte> record, CancellationToken cancellationToken) =>
        ReachAsync(async () =>
        {
            using (var beside = new MemoryStream(record.ToArray()))
                await PutObjectAsync(RecordKey.Of(key), beside, "application/json", cancellationToken);
            await using var content = file.OpenRead();
            if (content.Length > options.PartBytes)
                await new S3MultipartUpload(client, options, options.Prefix + key).RunAsync(content, cancellationToken);
            else
                await PutObjectAsync(key, content, "video/mp4", cancellationToken);
            return true;
        });

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => ReachAsync<Stream?>(async () =>
    {
        try
        {
            var head = await client.GetObjectMetadataAsync(options.Bucket, options.Prefix + key, cancellationToken);
            return new S3ObjectStream(client, options.Bucket, options.Prefix + key, head.ContentLength, head.ETag);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        ReachAsync(() => client.DeleteObjectAsync(options.Bucket, options.Prefix + key, cancellationToken));

    public Uri? Presign(string key) => options.RedirectFor is not { } life ? null : new Uri(client.GetPreSignedURL(new GetPreSignedUrlRequest
    {
        BucketName = options.Bucket,
        Key = options.Prefix + key,
        Expires = DateTime.UtcNow + life,
        Protocol = options.Endpoint is { Scheme: "http" } ? Protocol.HTTP : Protocol.HTTPS,
    }));

    public Task CheckAsync(CancellationToken cancellationToken) => ReachAsync(() => client.ListObjectsV2Async(
        new ListObjectsV2Request { BucketName = options.Bucket, Prefix = options.Prefix, MaxKeys = 1 }, cancellationToken));

    public async IAsyncEnumerable<StoredItem> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = options.Prefix };
        do
        {
            var page = await ReachAsync(() => client.ListObjectsV2Async(request, cancellationToken));
            foreach (var item in page.S3Objects ?? [])
                yield return new StoredItem(item.Key[options.Prefix.Length..], item.Size ?? 0);
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    public void Dispose() => client.Dispose();

    private async Task PutObjectAsync(string key, Stream content, string type, CancellationToken cancellationToken)
    {
        var md5 = await S3Checksum.OfAsync(content, cancellationToken);
        content.Position = 0;
        await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = options.Bucket,
                Key = options.Prefix + key,
                InputStream = content,
                AutoCloseStream = false,
                ContentType = type,
                MD5Digest = md5,
                UseChunkEncoding = false,
            },
            cancellationToken);
    }

    private async Task<T> ReachAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException refusal)
        {
            throw new StoreUnavailableException($"The object store answered {(int)refusal.StatusCode} {refusal.ErrorCode}.", refusal);
        }
        catch (Exception fault) when (fault is AmazonClientException or HttpRequestException or IOException)
        {
            throw new StoreUnavailableException($"The object store at {options.Endpoint?.Host ?? options.Region} could not be reached.", fault);
        }
    }
}
