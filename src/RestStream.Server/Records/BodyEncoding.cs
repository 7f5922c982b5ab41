using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>Undoes the Content-Encoding of a request body: gzip or br, one at a time.</summary>
internal static class BodyEncoding
{
    public static bool IsPacked(HttpRequest request) => request.Headers.ContentEncoding.Count > 0;

    /// <summary>A reader of the body as it was before packing; false and a problem for an encoding that is not taken.</summary>
    public static bool TryOpen(HttpRequest request, out PipeReader reader, [NotNullWhen(false)] out Problem? problem)
    {
        reader = request.BodyReader;
        problem = null;
        if (!IsPacked(request)) return true;
        var name = request.Headers.ContentEncoding.ToString().Trim();
        switch (name.ToLowerInvariant())
        {
            case "identity" or "":
                return true;
            case "gzip" or "x-gzip":
                reader = Unpack(new GZipStream(request.Body, CompressionMode.Decompress));
                return true;
            case "br":
                reader = Unpack(new BrotliStream(request.Body, CompressionMode.Decompress));
                return true;
            default:
                problem = Unsupported(request);
                return false;
        }
    }

    /// <summary>A body that is cut is refused, not taken as whole. The framework reads the switch once, so it is set before anything of this assembly runs, in any host.</summary>
    [ModuleInitializer]
    internal static void RefuseCutBodies() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    public static Problem Broken() => new(HttpErrors.BadRequest, "The body cannot be unpacked: it is not what its Content-Encoding says, or it is cut.");

    private static PipeReader Unpack(Stream stream) => PipeReader.Create(new UnpackedBody(stream), new StreamPipeReaderOptions(bufferSize: 65536));

    private static Problem Unsupported(HttpRequest request)
    {
        request.HttpContext.Response.Headers.AcceptEncoding = "gzip, br";
        return new Problem(HttpErrors.UnsupportedContentEncoding, "The body may have one Content-Encoding, gzip or br, or none.");
    }
}
