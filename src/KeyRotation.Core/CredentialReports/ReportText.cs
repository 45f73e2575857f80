using System;
using System.IO;
using System.Text;

namespace KeyRotation.CredentialReports;

/// <summary>Opens the text of a report in the encoding that it has.</summary>
internal static class ReportText
{
    /// <summary>
    /// Opens a text: UTF-8, or UTF-16 as Windows PowerShell writes it with <c>&gt;</c>, each with or without a byte order mark.
    /// </summary>
    public static TextReader Open(Stream stream)
    {
        var begin = new byte[4];
        int count = ReadFully(stream, begin);
        return new StreamReader(new ResumedStream(begin, count, stream), EncodingOf(begin, count), detectEncodingFromByteOrderMarks: true);
    }

    /// <summary>A report begins with ASCII letters. UTF-16 has a zero beside each; a byte order mark overrules this.</summary>
    private static Encoding EncodingOf(byte[] begin, int count) => count < 2 ? Encoding.UTF8 : (begin[0], begin[1]) switch
    {
        (not 0, 0) => Encoding.Unicode,
        (0, not 0) => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };

    private static int ReadFully(Stream stream, byte[] buffer)
    {
        int count = 0;
        for (int more = stream.Read(buffer, 0, buffer.Length); more > 0; more = stream.Read(buffer, count, buffer.Length - count))
        {
            count += more;
        }

        return count;
    }

    /// <summary>A stream whose first bytes were read already. Standard input cannot be rewound.</summary>
    private sealed class ResumedStream(byte[] begin, int length, Stream rest) : Stream
    {
        private int position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int available = Math.Min(count, length - position);
            if (available <= 0)
            {
                return rest.Read(buffer, offset, count);
            }

            Array.Copy(begin, position, buffer, offset, available);
            position += available;
            return available;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
