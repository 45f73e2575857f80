using System.Collections.Generic;
using System.IO;
using System.Xml;
using System.Xml.Linq;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Query;

/// <summary>
/// Reads the elements of an answer and their texts. Attributes and namespaces are left out, which no answer needs, and
/// document type definitions are refused.
/// </summary>
internal static class AnswerXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="UnreadableAnswerException">It is not XML.</exception>
    /// <exception cref="AnswerLimitException">It is too deep, has too many elements, or too long a tag.</exception>
    public static XElement Read(Stream stream)
    {
        MemoryStream body = stream as MemoryStream ?? Copy(stream);
        RequireShortTags(body.GetBuffer(), (int)body.Length);
        try
        {
            using XmlReader reader = XmlReader.Create(body, Settings);
            return Read(reader);
        }
        catch (XmlException problem)
        {
            throw new UnreadableAnswerException($"it is not XML from line {problem.LineNumber}, position {problem.LinePosition} on");
        }
    }

    /// <summary>The body of a refusal comes wrapped by the SDK.</summary>
    private static MemoryStream Copy(Stream stream)
    {
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    /// <summary>The reader has no such limit, and reads a tag to its end before it can be asked.</summary>
    private static void RequireShortTags(byte[] body, int length)
    {
        int? begun = null;
        for (int index = 0; index < length; index++)
        {
            begun = body[index] switch
            {
                (byte)'<' => begun ?? index,
                (byte)'>' => null,
                _ => begun,
            };
            if (index - begun > AnswerLimits.LongestTag)
            {
                throw AnswerLimitException.TagTooLong();
            }
        }
    }

    private static XElement Read(XmlReader reader)
    {
        var document = new XDocument();
        var open = new Stack<XContainer>();
        open.Push(document);
        for (int nodes = 0; reader.Read(); nodes++)
        {
            if (nodes == AnswerLimits.MostNodes)
            {
                throw AnswerLimitException.TooManyNodes();
            }

            Add(reader, open);
        }

        return document.Root!;
    }

    private static void Add(XmlReader reader, Stack<XContainer> open)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element when open.Count > AnswerLimits.Deepest:
                throw AnswerLimitException.TooDeep();
            case XmlNodeType.Element:
                var element = new XElement(reader.LocalName);
                open.Peek().Add(element);
                if (!reader.IsEmptyElement)
                {
                    open.Push(element);
                }

                break;
            case XmlNodeType.EndElement:
                open.Pop();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when open.Count > 1:
                // As a node of its own: texts that are added as such are put together, each time the whole of them.
                open.Peek().Add(new XText(reader.Value));
                break;
        }
    }
}
