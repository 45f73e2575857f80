using System.IO;
using System.Text;

namespace KeyRotation.Audit.Reports;

/// <summary>
/// The bytes of a report as UTF-8, in blocks. What Windows PowerShell writes with <c>&gt;</c> is UTF-16, and is
/// recognised by its byte order mark.
/// </summary>
internal sealed class ReportText
{
    private const int BlockSize = 1 << 16;

    private readonly Stream stream;
    private readonly byte[] raw = new byte[BlockSize];
    private Decoder? decoder;
    private Encoder? encoder;
    private char[] characters = [];
    private bool hasBegun;

    public ReportText(Stream stream) => this.stream = stream;

    /// <summary>The block that was read last.</summary>
    public byte[] Block { get; private set; } = [];

    /// <summary>Reads the next block and tells how many bytes it has; 0 at the end.</summary>
    public int Read()
    {
        int count = ReadSome();
        if (!hasBegun)
        {
            hasBegun = true;
            Begin(count);
        }

        if (decoder is null || encoder is null || count == 0)
        {
            return count;
        }

        int decoded = decoder.GetChars(raw, 0, count, characters, 0, flush: false);
        int encoded = encoder.GetBytes(characters, 0, decoded, Block, 0, flush: false);
        return encoded == 0 ? Read() : encoded;
    }

    private void Begin(int count)
    {
        Encoding? wide = count < 2 ? null : (raw[0], raw[1]) switch
        {
            (0xFF, 0xFE) => Encoding.Unicode,
            (0xFE, 0xFF) => Encoding.BigEndianUnicode,
            _ => null,
        };
        Block = raw;
        if (wide is not null)
        {
            decoder = wide.GetDecoder();
            encoder = Encoding.UTF8.GetEncoder();
            characters = new char[wide.GetMaxCharCount(BlockSize)];
            Block = new byte[Encoding.UTF8.GetMaxByteCount(characters.Length)];
        }
    }

    /// <summary>At least two bytes at the start, so that a byte order mark is seen whole.</summary>
    private int ReadSome()
    {
        int count = stream.Read(raw, 0, raw.Length);
        while (!hasBegun && count == 1)
        {
            int more = stream.Read(raw, count, raw.Length - count);
            if (more == 0)
            {
                break;
            }

            count += more;
        }

        return count;
    }
}
