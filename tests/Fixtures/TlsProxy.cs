using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wan.Fixtures;

/// <summary>Takes TLS at a port of its own, by a certificate that it has signed itself, and passes on what is said to a server on this machine that knows none.</summary>
public sealed class TlsProxy : IAsyncDisposable
{
    private readonly int serverPort;
    private readonly X509Certificate2 certificate = MakeCertificate();
    private readonly CancellationTokenSource stopping = new();
    private readonly TcpListener listener;
    private readonly Task accepting;
    private int handshakes;

    /// <summary>Begins to listen.</summary>
    /// <param name="serverPort">The server's port.</param>
    public TlsProxy(int serverPort)
    {
        this.serverPort = serverPort;
        Port = FreePort.Next();
        listener = FreePort.Listen(Port);
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>How many clients have trusted it so far.</summary>
    public int Handshakes => Volatile.Read(ref handshakes);

    /// <summary>Its certificate as PEM, for a client that is to trust it: of <c>localhost</c>.</summary>
    public string Pem => certificate.ExportCertificatePem();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        certificate.Dispose();
        stopping.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Guid.NewGuid()}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
                passing.Add(PassAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient { NoDelay = true };
        try
        {
            await using var secret = new SslStream(client.GetStream());
            await secret.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping.Token);
            await server.ConnectAsync(IPAddress.Loopback, serverPort, stopping.Token);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            // A client that does not trust the certificate says so after the handshake: whoever goes on does.
            var requests = CopyRequestsAsync(secret, server.GetStream(), ended.Token);
            var answers = server.GetStream().CopyToAsync(secret, ended.Token);
            await Task.WhenAny(requests, answers);
            await ended.CancelAsync();
            await Task.WhenAll(requests, answers);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // One end has gone, and so has the other now.
        }
    }

    private async Task CopyRequestsAsync(SslStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var isFirst = true;
        for (int length; (length = await from.ReadAsync(buffer, cancellationToken)) > 0; isFirst = false)
        {
            if (isFirst)
                Interlocked.Increment(ref handshakes);
            await to.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
        }
    }
}
