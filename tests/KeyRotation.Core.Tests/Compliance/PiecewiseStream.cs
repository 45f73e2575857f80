using System;
using System.IO;

namespace KeyRotation.Tests.Compliance;

/// <summary>Gives at most so many bytes at a time, as pipes do.</summary>
internal sealed class PiecewiseStream : MemoryStream
{
    private readonly int piece;

    public PiecewiseStream(byte[] content, int piece)
        : base(content) => this.piece = piece;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(piece, count));
}
