using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;

namespace KeyRotation.Sandbox.Query;

/// <summary>Answers in the query protocol.</summary>
internal static class QueryAnswer
{
    public static ServiceAnswer Success(QueryService service, string operation, IEnumerable<XElement>? result)
    {
        var ns = service.XmlNamespace;
        var requestId = NewRequestId();
        var document = new XElement(
            ns + (operation + "Response"),
            result is null ? null : new XElement(ns + (operation + "Result"), result),
            new XElement(ns + "ResponseMetadata", new XElement(ns + "RequestId", requestId)));
        return new(Xml(200, document, requestId), "200");
    }

    public static ServiceAnswer Failure(QueryService service, AwsErrorException error)
    {
        var ns = service.XmlNamespace;
        var requestId = NewRequestId();
        var document = new XElement(
            ns + "ErrorResponse",
            new XElement(
                ns + "Error",
                new XElement(ns + "Type", error.HttpStatus >= 500 ? "Receiver" : "Sender"),
                new XElement(ns + "Code", Printable(error.ErrorCode)),
                new XElement(ns + "Message", Printable(error.Message))),
            new XElement(ns + "RequestId", requestId));
        return new(Xml(error.HttpStatus, document, requestId), error.ErrorCode);
    }

    private static HttpResponse Xml(int status, XElement document, string requestId)
    {
        // Straight to bytes: a credential report of 5,000 users would be held three times over as text.
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true }))
        {
            document.Save(writer);
        }

        return new(status, "text/xml", bytes.ToArray()) { Headers = [new("x-amzn-RequestId", requestId)] };
    }

    private static string NewRequestId() => Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);

    // Messages quote what the client sent, which may be what XML cannot hold.
    private static string Printable(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '?'));
}
