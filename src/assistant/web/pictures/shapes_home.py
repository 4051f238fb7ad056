"""Kitchen, bedroom, bathroom and gifts; see `shapes_wear` for the placeholders."""

from typing import Final

HOME: Final[dict[str, str]] = {
    "espresso machine": """
<rect x="40" y="34" width="120" height="136" rx="14" fill="$c"/>
<rect x="52" y="96" width="96" height="56" rx="6" fill="$k" opacity=".8"/>
<rect x="52" y="48" width="96" height="34" rx="8" fill="$d"/><circle cx="76" cy="65" r="11" fill="$w"/>
<path d="M76 65l5-7" stroke="$k" stroke-width="3"/><circle cx="112" cy="65" r="6" fill="$m"/>
<circle cx="132" cy="65" r="6" fill="$m"/><path d="M84 96h32v12H84z" fill="$m"/>
<path d="M116 100h34v7h-34z" fill="$b"/><path d="M96 108h8v10h-8z" fill="$m"/>
<path d="M86 128h28v12q0 10-14 10t-14-10z" fill="$w"/>
<rect x="34" y="158" width="132" height="14" rx="6" fill="$d"/>""",
    "grinder": """
<path d="M66 26h68l-8 44H74z" fill="#cfd8dc" opacity=".9"/><path d="M72 48h56l-4 22H76z" fill="#5a3b28"/>
<rect x="60" y="70" width="80" height="94" rx="12" fill="$c"/>
<path d="M84 128h32v28H84z" fill="$k" opacity=".7"/><circle cx="100" cy="98" r="15" fill="$d"/>
<path d="M100 98V86" stroke="$w" stroke-width="4"/>
<rect x="52" y="160" width="96" height="12" rx="5" fill="$d"/>
<rect x="66" y="20" width="68" height="9" rx="4" fill="$k"/>""",
    "hand grinder": """
<rect x="72" y="58" width="56" height="114" rx="10" fill="$c"/><path d="M72 118h56v10H72z" fill="$d"/>
<path d="M96 40h8v20h-8z" fill="$m"/><path d="M100 40h54" stroke="$m" stroke-width="8" stroke-linecap="round"/>
<rect x="146" y="20" width="16" height="26" rx="7" fill="$b"/>
<path d="M82 66v98" stroke="$l" stroke-width="7" opacity=".6"/>""",
    "moka pot": """
<path d="M70 96l-12 76h84l-12-76z" fill="$d"/><path d="M62 44h76l-10 52H72z" fill="$c"/>
<path d="M62 44l-18 6 22 20z" fill="$c"/><path d="M66 36h68l4 10H62z" fill="$d"/>
<circle cx="100" cy="29" r="7" fill="$k"/>
<path d="M134 54q34 4 26 52" stroke="$k" stroke-width="10" fill="none"/>
<path d="M88 98l-8 74M112 98l8 74M92 46l2 50M110 46l-2 50" stroke="$l" stroke-width="3" opacity=".7"/>
<path d="M68 92h64v9H68z" fill="$k" opacity=".5"/>""",
    "pour-over": """
<path d="M62 28h76l-30 60h-16z" fill="#dbe9ee"/><path d="M72 40h56l-20 44h-16z" fill="$b" opacity=".75"/>
<rect x="84" y="84" width="32" height="18" rx="4" fill="$b"/>
<path d="M90 102h20l32 66q-42 12-84 0z" fill="#dbe9ee"/><path d="M72 138h56l14 30q-42 12-84 0z" fill="#5a3b28"/>
<path d="M68 34l24 48" stroke="$w" stroke-width="4"/>""",
    "french press": """
<rect x="62" y="58" width="66" height="112" rx="8" fill="$c"/><path d="M56 58h78l-4-14H60z" fill="$d"/>
<path d="M92 20h6v26h-6z" fill="$m"/><circle cx="95" cy="20" r="9" fill="$k"/>
<path d="M128 78h22q8 0 8 10v48q0 10-8 10h-22" stroke="$k" stroke-width="9" fill="none"/>
<path d="M56 54l-10-8 12-4z" fill="$d"/><path d="M74 68v92" stroke="$l" stroke-width="8" opacity=".7"/>""",
    "gooseneck kettle": """
<path d="M76 84h60l10 82H66z" fill="$c"/><path d="M74 84q32-24 64 0z" fill="$d"/>
<circle cx="106" cy="68" r="7" fill="$k"/>
<path d="M70 150q-34-4-28-48 4-26-14-32" stroke="$c" stroke-width="9" fill="none"/>
<path d="M136 96q34-6 36 24l-6 30" stroke="$k" stroke-width="10" fill="none"/>
<rect x="56" y="164" width="100" height="10" rx="4" fill="$k"/>
<path d="M88 94l-6 62" stroke="$l" stroke-width="7" opacity=".6"/>""",
    "kettle": """
<path d="M44 162q-10-84 56-84t56 84z" fill="$c"/><path d="M74 82q26-14 52 0z" fill="$d"/>
<circle cx="100" cy="68" r="9" fill="$k"/>
<path d="M60 84q2-56 40-56t40 56" stroke="$k" stroke-width="9" fill="none"/>
<path d="M146 112l34-22-8-10-34 18z" fill="$d"/><path d="M40 158h120v12H40z" fill="$d"/>
<path d="M60 146q0-44 24-56" stroke="$l" stroke-width="7" fill="none" opacity=".7"/>""",
    "coffee bag": """
<path d="M60 48h80l8 122H52z" fill="$c"/><path d="M60 48h80l-4-20H64z" fill="$d"/>
<path d="M64 36h72" stroke="$l" stroke-width="4"/><circle cx="100" cy="112" r="30" fill="$w" opacity=".9"/>
<ellipse cx="100" cy="112" rx="14" ry="20" fill="#5a3b28" transform="rotate(24 100 112)"/>
<path d="M94 96q10 14 12 32" stroke="#c9a184" stroke-width="3" fill="none"/>""",
    "pitcher": """
<path d="M60 52h70l8 118H58z" fill="$m"/><path d="M60 52l-22-12 24 34z" fill="$m"/>
<path d="M60 52h70l1 10H60z" fill="$w"/>
<path d="M132 70h22q10 0 10 14v36q0 14-10 14h-18" stroke="#9aa2a7" stroke-width="9" fill="none"/>
<path d="M76 66v92" stroke="$w" stroke-width="9" opacity=".7"/>
<path d="M112 90h12M110 108h14M108 126h16" stroke="$k" stroke-width="2"/>""",
    "mug": """
<path d="M46 62h84v82q0 24-24 24H70q-24 0-24-24z" fill="$c"/>
<path d="M130 82h14q20 0 20 24t-20 24h-14" stroke="$c" stroke-width="13" fill="none"/>
<ellipse cx="88" cy="62" rx="42" ry="11" fill="$d"/><ellipse cx="88" cy="63" rx="34" ry="7" fill="#5a3b28"/>
<path d="M58 82v56" stroke="$l" stroke-width="8" stroke-linecap="round" opacity=".7"/>
<path d="M76 44q-8-10 0-20M98 44q-8-10 0-20" stroke="$m" stroke-width="4" fill="none"/>""",
    "travel mug": """
<path d="M66 54h68l-8 118H74z" fill="$c"/><rect x="60" y="36" width="80" height="20" rx="7" fill="$k"/>
<path d="M80 24h32v14H80z" fill="$k"/><path d="M68 84h64l-2 30H70z" fill="$d"/>
<path d="M82 122l2 42" stroke="$l" stroke-width="7" opacity=".7"/>""",
    "pan": """
<path d="M122 88l58-34 6 11-54 40z" fill="$b"/><ellipse cx="82" cy="112" rx="64" ry="42" fill="$d"/>
<ellipse cx="82" cy="106" rx="64" ry="42" fill="$c"/>
<ellipse cx="82" cy="108" rx="50" ry="31" fill="$d" opacity=".65"/>
<path d="M44 96q14-18 40-18" stroke="$l" stroke-width="5" fill="none"/>""",
    "pot": """
<rect x="42" y="84" width="116" height="80" rx="16" fill="$c"/><path d="M36 72h128l-4 16H40z" fill="$d"/>
<path d="M46 72q54-34 108 0z" fill="$c"/><rect x="90" y="40" width="20" height="14" rx="5" fill="$m"/>
<path d="M42 100H24v16h18M158 100h18v16h-18" stroke="$d" stroke-width="9" fill="none"/>
<path d="M58 98v46" stroke="$l" stroke-width="8" stroke-linecap="round" opacity=".6"/>""",
    "knife": """
<path d="M30 118l94-54 12 20q-30 34-92 40z" fill="$m"/>
<path d="M30 118q44-6 92-52l14 18q-30 34-92 40z" fill="#e4e8ea"/>
<path d="M122 64l44-26q12-4 16 8l-44 40z" fill="$c"/><g fill="$m"><circle cx="142" cy="66" r="3"/>
<circle cx="158" cy="55" r="3"/></g><path d="M120 66l14 22" stroke="$k" stroke-width="5"/>""",
    "board": """
<rect x="34" y="54" width="132" height="100" rx="12" fill="$b"/>
<g stroke="#9c7043" stroke-width="3" opacity=".7">
<path d="M34 80h132M34 104h132M34 128h132M66 54v100M100 54v100M134 54v100"/></g>
<rect x="46" y="66" width="108" height="76" rx="8" fill="none" stroke="#8a6038" stroke-width="4"/>
<path d="M34 142v4q0 14 12 14h108q12 0 12-14v-4q0 12-12 12H46q-12 0-12-12z" fill="#8a6038"/>""",
    "blender": """
<path d="M66 34h68l-10 84H76z" fill="#dbe9ee"/><path d="M71 72h58l-5 46H76z" fill="#8fbf6a"/>
<rect x="62" y="24" width="76" height="13" rx="5" fill="$k"/><path d="M72 118h56l12 52H60z" fill="$c"/>
<circle cx="100" cy="146" r="11" fill="$d"/>
<path d="M134 48h14v50h-18" stroke="#b8c7cd" stroke-width="7" fill="none"/>
<path d="M78 44l6 64" stroke="$w" stroke-width="4"/>""",
    "toaster": """
<path d="M66 66q-4-32 16-32h10q20 0 16 32zM108 66q-4-32 14-32 22 0 16 32z" fill="#d9a566"/>
<rect x="30" y="64" width="140" height="92" rx="26" fill="$c"/>
<path d="M50 64h100v8H50z" fill="$k" opacity=".6"/>
<rect x="166" y="88" width="12" height="20" rx="4" fill="$k"/><circle cx="146" cy="132" r="8" fill="$d"/>
<path d="M46 120q0-36 24-40" stroke="$l" stroke-width="7" fill="none"/>
<path d="M44 156h18v10H44zM138 156h18v10h-18z" fill="$k"/>""",
    "sheets": """
<path d="M28 56h144v20H28z" fill="$b"/><rect x="36" y="66" width="56" height="34" rx="12" fill="$w"/>
<rect x="108" y="66" width="56" height="34" rx="12" fill="$w"/><path d="M24 96h152v54H24z" fill="$c"/>
<path d="M24 96h152v18q-76 14-152 0z" fill="$l"/>
<path d="M60 120q6 16 0 30M100 122q6 14 0 28M140 120q6 16 0 30" stroke="$d" stroke-width="3" fill="none"/>
<path d="M24 150h152v10H24z" fill="$d"/><path d="M30 160h10v12H30zM160 160h10v12h-10z" fill="$b"/>""",
    "duvet": """
<path d="M32 60q68-20 136 0 14 50 0 100-68 20-136 0-14-50 0-100z" fill="$c"/>
<g stroke="$d" stroke-width="3" opacity=".7" fill="none">
<path d="M30 94q70 12 140 0M30 128q70 12 140 0M76 52q8 56 0 116M124 52q-8 56 0 116"/></g>
<path d="M168 60l-36 30q26 8 40 2z" fill="$l"/>""",
    "pillow": """
<path d="M34 62q66 14 132 0 14 40 0 78-66-14-132 0-14-38 0-78z" fill="$c"/>
<path d="M34 62q30 40 0 78 40-12 66-10-40-26-66-68z" fill="$d" opacity=".3"/>
<path d="M60 82q40 10 80 0" stroke="$l" stroke-width="6" fill="none"/>""",
    "blanket": """
<path d="M44 46h112v92H44z" fill="$c"/><path d="M44 46h112v22H44z" fill="$d"/>
<path d="M44 86h112v14H44zM44 114h112v10H44z" fill="$l" opacity=".7"/>
<path d="M34 138h132v24q0 6-8 6H42q-8 0-8-6z" fill="$d"/><g stroke="$c" stroke-width="5">
<path d="M42 168v12M58 168v12M74 168v12M90 168v12M106 168v12M122 168v12M138 168v12M156 168v12"/></g>""",
    "towel": """
<rect x="40" y="124" width="120" height="40" rx="14" fill="$c"/>
<rect x="46" y="86" width="108" height="40" rx="14" fill="$d"/>
<rect x="40" y="48" width="120" height="40" rx="14" fill="$c"/>
<path d="M130 48v40M130 124v40" stroke="$l" stroke-width="7"/>
<path d="M122 86v40" stroke="$l" stroke-width="7" opacity=".7"/>""",
    "lamp": """
<path d="M68 30h64l24 62H44z" fill="#fff1d0"/><path d="M68 30h20L70 92H44z" fill="$w" opacity=".6"/>
<path d="M94 92h12v14H94z" fill="$m"/><path d="M84 106h32q26 30 6 62H78q-20-32 6-62z" fill="$c"/>
<path d="M88 112q-20 24-6 50" stroke="$l" stroke-width="6" fill="none"/><path d="M72 166h56v8H72z" fill="$d"/>""",
    "night light": """
<circle cx="100" cy="104" r="58" fill="$c"/>
<path d="M120 66a40 40 0 1 0 14 66 46 46 0 0 1-14-66z" fill="#fff1a8"/><g fill="#fff1a8">
<circle cx="136" cy="84" r="4"/><circle cx="126" cy="108" r="3"/><circle cx="60" cy="92" r="3"/>
<circle cx="34" cy="36" r="4"/><circle cx="166" cy="40" r="4"/></g><path d="M62 160h76l8 12H54z" fill="$d"/>""",
    "candle": """
<path d="M54 78h92v80q0 12-12 12H66q-12 0-12-12z" fill="$c"/>
<ellipse cx="100" cy="78" rx="46" ry="12" fill="$l"/><path d="M98 58h4v20h-4z" fill="$k"/>
<path d="M100 22q18 24 0 38-18-14 0-38z" fill="#f2b84a"/>
<rect x="66" y="104" width="68" height="38" rx="4" fill="$w" opacity=".85"/>
<path d="M78 118h44M84 128h32" stroke="$d" stroke-width="3"/>""",
    "tube": """
<path d="M66 34h68l-8 104H74z" fill="$c"/><path d="M64 26h72v10H64z" fill="$d"/>
<rect x="78" y="138" width="44" height="32" rx="6" fill="$k"/>
<rect x="80" y="62" width="40" height="46" rx="4" fill="$w" opacity=".85"/>
<path d="M86 76h28M86 86h28M90 96h20" stroke="$d" stroke-width="3"/>""",
    "jar": """
<rect x="50" y="72" width="100" height="98" rx="18" fill="$c"/>
<rect x="56" y="42" width="88" height="32" rx="8" fill="$b"/>
<rect x="66" y="98" width="68" height="44" rx="4" fill="$w" opacity=".88"/>
<path d="M78 112h44M84 124h32" stroke="$d" stroke-width="4"/>
<path d="M60 88v64" stroke="$l" stroke-width="6" opacity=".8"/>""",
    "dropper": """
<rect x="62" y="84" width="76" height="88" rx="14" fill="$c"/><path d="M80 70h40v16H80z" fill="$k"/>
<path d="M88 26q12-12 24 0v46H88z" fill="$k" opacity=".8"/>
<rect x="72" y="108" width="56" height="40" rx="4" fill="$w" opacity=".88"/>
<path d="M82 122h36M88 134h24" stroke="$d" stroke-width="4"/>""",
    "soap": """
<rect x="34" y="122" width="112" height="44" rx="14" fill="$d"/>
<rect x="52" y="82" width="112" height="44" rx="14" fill="$c"/>
<path d="M70 104h70" stroke="$l" stroke-width="8" stroke-linecap="round"/>
<circle cx="70" cy="56" r="14" fill="$w" opacity=".85"/><circle cx="100" cy="40" r="9" fill="$w" opacity=".85"/>
<circle cx="122" cy="62" r="7" fill="$w" opacity=".85"/>""",
    "lip balm": """
<rect x="76" y="86" width="48" height="86" rx="8" fill="$c"/><path d="M82 60l36-18v46H82z" fill="#f0c9a8"/>
<path d="M76 86h48v10H76z" fill="$d"/><path d="M86 106v54" stroke="$l" stroke-width="6" opacity=".8"/>""",
    "razor": """
<path d="M52 40h96v14q-48 16-96 0z" fill="$m"/><path d="M46 50h108v8H46z" fill="$k"/>
<path d="M94 56h12v30H94z" fill="$m"/><rect x="90" y="84" width="20" height="88" rx="8" fill="$c"/>
<path d="M90 100h20M90 114h20M90 128h20M90 142h20M90 156h20" stroke="$d" stroke-width="4"/>""",
    "gift card": """
<rect x="24" y="58" width="152" height="98" rx="14" fill="$c"/>
<path d="M24 58h152v98z" fill="$l" opacity=".35"/><path d="M60 58h16v98H60z" fill="$w"/>
<path d="M68 88q-36-6-26-26t26 26q16-40 30-24 10 16-30 24z" fill="$w"/>
<path d="M100 128h56M100 140h36" stroke="$w" stroke-width="6" stroke-linecap="round"/>""",
    "box": """
<path d="M100 36l68 32v72l-68 36-68-36V68z" fill="$c"/><path d="M100 100l68-32v72l-68 36z" fill="$d"/>
<path d="M100 36l68 32-68 32-68-32z" fill="$l"/>
<path d="M66 52l68 32v22l-14-7V90L52 59z" fill="$w" opacity=".75"/>""",
}
